//! Objects that JavaScript knows by number. As classes of wasm-bindgen they would bring checks with every method, and
//! be registered with the garbage collector one by one.

use std::cell::RefCell;

/// Objects by their numbers. No number is another object's until its own is taken out.
pub(super) struct Slots<T>(RefCell<Vec<Option<T>>>);

impl<T> Slots<T> {
    pub(super) const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }

    /// Puts an object in. Gives its number.
    pub(super) fn add(&self, object: T) -> usize {
        let mut slots = self.0.borrow_mut();
        let free = slots.iter().position(Option::is_none);
        match free.and_then(|number| Some((number, slots.get_mut(number)?))) {
            Some((number, slot)) => {
                *slot = Some(object);
                number
            }
            None => {
                slots.push(Some(object));
                slots.len().saturating_sub(1)
            }
        }
    }

    /// Takes an object out: dropping it may need the others.
    pub(super) fn take(&self, number: usize) -> Option<T> {
        self.0.borrow_mut().get_mut(number).and_then(Option::take)
    }

    /// Does something with an object, which must not need the others.
    pub(super) fn with<R>(&self, number: usize, action: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.0.borrow_mut().get_mut(number).and_then(Option::as_mut).map(action)
    }
}
