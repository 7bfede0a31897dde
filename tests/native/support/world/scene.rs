//! How a test sets a world up, and what it sees of it afterwards.

use std::rc::Rc;

use bedrock_wasm::io::Failure;
use bedrock_wasm::io::Keys;

use super::NOON_MS;
use super::Sent;
use super::World;

impl World {
    /// The caller's input.
    pub(crate) fn sending(self, payload: &str) -> Self {
        self.payload.replace(payload.to_owned());
        self
    }

    /// Where keys come from: a function of the local time gives how long they take, and them.
    pub(crate) fn with_keys(self, keys: impl FnMut(f64) -> (u32, Result<Keys, Failure>) + 'static) -> Self {
        *self.shared.keys.borrow_mut() = Box::new(keys);
        self
    }

    /// What becomes of files on the web, and after how long.
    pub(crate) fn with_files(self, ms: u32, files: Result<Vec<String>, Failure>) -> Self {
        *self.shared.files.borrow_mut() = (ms, files);
        self
    }

    /// The files, at once.
    pub(crate) fn bring_files(&self, files: Vec<String>) {
        *self.shared.files.borrow_mut() = (0, Ok(files));
    }

    /// How long a hash takes.
    pub(crate) fn hashing_for(self, ms: u32) -> Self {
        self.shared.hash_ms.set(ms);
        self
    }

    /// Aborts the caller's signal so many milliseconds after noon.
    pub(crate) fn aborted_at(self, ms: u32) -> Self {
        self.shared.abort_at_ms.set(NOON_MS + f64::from(ms));
        self
    }

    /// Runs something of the caller's at each effect.
    pub(crate) fn with_hook(self, hook: impl Fn() + 'static) -> Self {
        *self.shared.hook.borrow_mut() = Rc::new(hook);
        self
    }

    /// Sets the local clock.
    pub(crate) fn at(self, ms: f64) -> Self {
        self.shared.clock_ms.set(ms);
        self
    }

    /// Lets the first asks be answered at once, and those from this number on (from 0) only once they are released.
    pub(crate) fn holding_from(self, number: usize) -> Self {
        self.shared.held_from.set(number);
        self
    }

    /// Answers an ask that is held.
    pub(crate) fn release(&self, number: usize) {
        self.shared.released.borrow_mut().push(number);
    }

    /// How many asks there were.
    pub(crate) fn asks(&self) -> usize {
        self.shared.asks.get()
    }

    /// Every effect since the last time, each with the milliseconds after noon.
    pub(crate) fn effects(&self) -> Vec<String> {
        self.shared.log.take()
    }

    /// The effects of these kinds, without their times.
    pub(crate) fn effects_of(&self, kinds: &[&str]) -> Vec<String> {
        let untimed = self.effects().into_iter().filter_map(|line| Some(line.split_once(' ')?.1.to_owned()));
        untimed.filter(|line| kinds.iter().any(|kind| line.starts_with(kind))).collect()
    }

    /// Every request that the server got.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.shared.sent.take()
    }

    /// The last request that the server got.
    pub(crate) fn last_sent(&self) -> Sent {
        self.shared.sent.borrow().last().cloned().expect("a request")
    }

    /// The sentences of all warnings.
    pub(crate) fn warnings(&self) -> Vec<String> {
        self.shared.warnings.take()
    }
}
