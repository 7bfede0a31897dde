//! A response body as steps, and the stream that plays them. The events may all be there or still be made while the
//! first ones are sent. A fault in mid-body is a change to the steps.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use futures_util::StreamExt;
use futures_util::stream;
use futures_util::stream::BoxStream;

use crate::connection::Connection;
use crate::errors::ServiceError;
use crate::errors::default_message;
use crate::exchange::Exchange;
use crate::fault::Fault;
use crate::session::Releases;
use crate::stream::error;
use crate::stream::exception;
use crate::stream::with_wrong_crc;

/// What a body consists of.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    /// One event, or the whole body of an answer that does not stream.
    Event(Bytes),
    /// Bytes that are no whole event.
    Fragment(Bytes),
    Pause(Duration),
    AwaitRelease,
    Reset,
}

/// Turns events into steps: one pace apart, and with what a fault does to them.
pub(crate) struct Script {
    /// Still to happen.
    fault: Option<Fault>,
    after: usize,
    pace: Duration,
    /// Events so far.
    count: usize,
    /// The fault has ended the body.
    over: bool,
}

impl Script {
    /// # Errors
    /// 500 when the fault is an event stream frame and the answer is none, so that a test notices.
    pub(crate) fn new(fault: Option<&Fault>, pace: Duration, streams: bool) -> Result<Script, ServiceError> {
        if !streams && let Some(Fault::Exception { .. } | Fault::ErrorFrame { .. } | Fault::BadCrc { .. }) = fault {
            return Err(ServiceError::new(500, "EmulatorFault", format!("{fault:?} needs an operation that streams")));
        }
        let after = fault.and_then(Fault::events_before);
        let fault = fault.filter(|_| after.is_some()).cloned();
        Ok(Script { fault, after: after.unwrap_or_default(), pace, count: 0, over: false })
    }

    fn event(&mut self, frame: Bytes) -> Vec<Step> {
        let mut steps = Vec::new();
        if self.count > 0 && !self.pace.is_zero() {
            steps.push(Step::Pause(self.pace));
        }
        let due = if self.count == self.after { self.fault.take() } else { None };
        match due {
            Some(Fault::Reset { .. }) => {
                self.over = true;
                steps.extend([Step::Fragment(half(&frame)), Step::Reset]);
            }
            Some(Fault::Truncate { .. }) => {
                self.over = true;
                steps.push(Step::Fragment(half(&frame)));
            }
            Some(Fault::BadCrc { part, .. }) => steps.push(Step::Event(with_wrong_crc(&frame, part))),
            _ => steps.push(Step::Event(frame)),
        }
        self.count = self.count.saturating_add(1);
        steps.extend(self.between_events());
        steps
    }

    /// The faults that need no next event happen as soon as enough events were sent.
    fn between_events(&mut self) -> Option<Step> {
        let fault = self.fault.take_if(|fault| self.count == self.after && !fault.needs_an_event())?;
        self.strike(&fault)
    }

    /// What a fault does when there is no next event to do it to.
    fn strike(&mut self, fault: &Fault) -> Option<Step> {
        let stays = matches!(fault, Fault::Stall { .. } | Fault::Gate { .. });
        self.over = !stays;
        match fault {
            Fault::Exception { name, message, .. } => {
                let message = message.as_deref().unwrap_or_else(|| default_message(name));
                Some(Step::Fragment(exception(name, message)))
            }
            Fault::ErrorFrame { code, message, .. } => Some(Step::Fragment(error(code, message))),
            Fault::Stall { .. } | Fault::Gate { .. } => Some(Step::AwaitRelease),
            Fault::Reset { .. } => Some(Step::Reset),
            _ => None,
        }
    }

    /// A fault that was to happen after more events than there are happens now.
    fn end(&mut self) -> Option<Step> {
        let fault = self.fault.take()?;
        self.strike(&fault)
    }
}

fn half(frame: &Bytes) -> Bytes {
    frame.slice(..frame.len().div_euclid(2))
}

/// Plays a body; it owns the exchange, so that dropping it tells the log.
pub(crate) struct Player {
    script: Script,
    steps: VecDeque<Step>,
    /// The events to come; none after the last.
    frames: Option<BoxStream<'static, Bytes>>,
    exchange: Exchange,
    connection: Connection,
    releases: Releases,
}

impl Player {
    pub(crate) fn new(
        mut script: Script,
        frames: BoxStream<'static, Bytes>,
        exchange: Exchange,
        connection: Connection,
        releases: Releases,
    ) -> Player {
        let steps = script.between_events().into_iter().collect();
        let mut player = Player { script, steps, frames: Some(frames), exchange, connection, releases };
        player.notice_the_end();
        player
    }

    /// The bytes of the body, whole events where nothing goes wrong.
    pub(crate) fn play(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        stream::unfold(self, |mut player| async move {
            let item = player.next().await?;
            Some((item, player))
        })
    }

    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        loop {
            let Some(step) = self.steps.pop_front() else {
                match self.frames.as_mut()?.next().await {
                    Some(frame) => self.steps.extend(self.script.event(frame)),
                    None => self.end(),
                }
                self.notice_the_end();
                continue;
            };
            let item = self.take(step).await;
            self.notice_the_end();
            if item.is_some() {
                return item;
            }
        }
    }

    async fn take(&mut self, step: Step) -> Option<io::Result<Bytes>> {
        match step {
            Step::Event(bytes) => {
                self.exchange.note(|record| {
                    record.events.sent = record.events.sent.saturating_add(1);
                    record.events.total = record.events.total.max(record.events.sent);
                });
                Some(Ok(bytes))
            }
            Step::Fragment(bytes) => Some(Ok(bytes)),
            Step::Pause(time) => {
                tokio::time::sleep(time).await;
                None
            }
            Step::AwaitRelease => {
                self.releases.released().await;
                None
            }
            Step::Reset => {
                flush().await;
                self.connection.reset();
                Some(Err(io::ErrorKind::ConnectionReset.into()))
            }
        }
    }

    /// Finished with the last step and not at the end of the stream: with a content-length nobody asks for that end.
    fn notice_the_end(&mut self) {
        if self.script.over {
            self.frames = None;
        }
        let is_known = |frames: &BoxStream<'static, Bytes>| frames.size_hint().1 == Some(0);
        if self.steps.is_empty() && self.frames.as_ref().is_some_and(is_known) {
            self.end();
        }
        if self.steps.is_empty() && self.frames.is_none() {
            self.exchange.finish();
        }
    }

    fn end(&mut self) {
        self.frames = None;
        self.steps.extend(self.script.end());
    }
}

/// The server writes out what it has when the body has nothing more to give at the moment.
async fn flush() {
    tokio::task::yield_now().await;
    tokio::task::yield_now().await;
}
