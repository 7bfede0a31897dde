//! Objects that JavaScript knows by number. As classes of wasm-bindgen they would bring checks with every method, and
//! be registered with the garbage collector one by one.

use std::cell::RefCell;

/// Objects by their numbers. No number is another object's until its own is taken out.
pub(super) struct Slots<T>(RefCell<Held<T>>);

struct Held<T> {
    slots: Vec<Option<T>>,
    /// The numbers without an object, so that none has to be searched for among many open calls.
    free: Vec<usize>,
}

impl<T> Slots<T> {
    pub(super) const fn new() -> Self {
        Self(RefCell::new(Held { slots: Vec::new(), free: Vec::new() }))
    }

    /// Puts an object in. Gives its number.
    pub(super) fn add(&self, object: T) -> usize {
        let Held { slots, free } = &mut *self.0.borrow_mut();
        let number = free.pop().unwrap_or(slots.len());
        match slots.get_mut(number) {
            Some(slot) => *slot = Some(object),
            None => slots.push(Some(object)),
        }
        number
    }

    /// Takes an object out: dropping it may need the others.
    pub(super) fn take(&self, number: usize) -> Option<T> {
        let Held { slots, free } = &mut *self.0.borrow_mut();
        let object = slots.get_mut(number)?.take()?;
        free.push(number);
        Some(object)
    }

    /// Does something with an object, which must not need the others.
    pub(super) fn with<R>(&self, number: usize, action: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.0.borrow_mut().slots.get_mut(number).and_then(Option::as_mut).map(action)
    }
}
