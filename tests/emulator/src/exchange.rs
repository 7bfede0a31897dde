//! One request and its answer, from the first byte read to the last one sent. Dropping an exchange that is not finished
//! means that the client has gone: that is how the log learns of aborts.

use std::sync::Arc;
use std::sync::Mutex;

use axum::http::HeaderMap;

use crate::session::Record;
use crate::session::Session;
use crate::session::State;
use crate::session::lock;

pub(crate) struct Exchange {
    pub(crate) session: Arc<Session>,
    record: Arc<Mutex<Record>>,
}

impl Exchange {
    pub(crate) fn begin(
        session: Arc<Session>,
        method: &str,
        target: &str,
        headers: &HeaderMap,
        preflight: bool,
    ) -> Exchange {
        let record = session.begin(Record::new(method, target, headers, preflight));
        Exchange { session, record }
    }

    pub(crate) fn note(&self, change: impl FnOnce(&mut Record)) {
        change(&mut lock(&self.record));
    }

    /// For what notes things beside the exchange itself.
    pub(crate) fn record(&self) -> Arc<Mutex<Record>> {
        self.record.clone()
    }

    pub(crate) fn finish(&self) {
        self.note(|record| record.events.state = State::Done);
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.note(|record| {
            if record.events.state == State::Open {
                record.events.state = State::Aborted;
            }
        });
        self.session.end();
    }
}
