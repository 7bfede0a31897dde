//! A response body as a list of steps, and the stream that plays them. A fault in mid-body is a change to the list.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;

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
pub(crate) enum Step {
    /// One event, or the whole body of an answer that does not stream.
    Event(Bytes),
    /// Bytes that are no whole event.
    Fragment(Bytes),
    Pause(Duration),
    AwaitRelease,
    Reset,
}

/// The steps for `frames`, with what the fault does to them.
///
/// # Errors
/// 500 when the fault is an event stream frame and the answer is none, so that a test notices.
pub(crate) fn script(
    frames: Vec<Bytes>,
    fault: Option<&Fault>,
    pace: Duration,
    streams: bool,
) -> Result<Vec<Step>, ServiceError> {
    let mut steps = Vec::with_capacity(frames.len());
    let mut frames = VecDeque::from(frames);
    let Some((after, fault)) = fault.and_then(|fault| Some((in_body(fault)?, fault))) else {
        steps.extend(frames.into_iter().map(Step::Event));
        return Ok(paced(steps, pace));
    };
    if !streams && matches!(fault, Fault::Exception { .. } | Fault::ErrorFrame { .. } | Fault::BadCrc { .. }) {
        return Err(ServiceError::new(500, "EmulatorFault", format!("{fault:?} needs an operation that streams")));
    }
    let before = after.min(frames.len());
    steps.extend(frames.drain(..before).map(Step::Event));
    match fault {
        Fault::Exception { name, message, .. } => {
            let message = message.as_deref().unwrap_or_else(|| default_message(name));
            steps.push(Step::Fragment(exception(name, message)));
            frames.clear();
        }
        Fault::ErrorFrame { code, message, .. } => {
            steps.push(Step::Fragment(error(code, message)));
            frames.clear();
        }
        Fault::Stall { .. } | Fault::Gate { .. } => steps.push(Step::AwaitRelease),
        Fault::Reset { .. } => {
            // Without streaming, or at the very start, there must be some bytes for the reset to be "in mid-body".
            steps.extend(half(frames.front()).map(Step::Fragment));
            steps.push(Step::Reset);
            frames.clear();
        }
        Fault::Truncate { .. } => {
            steps.extend(half(frames.front()).map(Step::Fragment));
            frames.clear();
        }
        Fault::EndEarly { .. } => frames.clear(),
        Fault::BadCrc { part, .. } => {
            if let Some(frame) = frames.front_mut() {
                *frame = with_wrong_crc(frame, *part);
            }
        }
        _ => {}
    }
    steps.extend(frames.into_iter().map(Step::Event));
    Ok(paced(steps, pace))
}

/// The faults that happen inside a body, with the number of events before them.
fn in_body(fault: &Fault) -> Option<usize> {
    match fault {
        Fault::Exception { after, .. }
        | Fault::ErrorFrame { after, .. }
        | Fault::Stall { after }
        | Fault::Gate { after }
        | Fault::Reset { after }
        | Fault::Truncate { after }
        | Fault::EndEarly { after }
        | Fault::BadCrc { after, .. } => Some(*after),
        _ => None,
    }
}

fn half(frame: Option<&Bytes>) -> Option<Bytes> {
    frame.map(|frame| frame.slice(..frame.len().div_euclid(2)))
}

fn paced(steps: Vec<Step>, pace: Duration) -> Vec<Step> {
    if pace.is_zero() {
        return steps;
    }
    let events = steps.into_iter().enumerate();
    events
        .flat_map(|(index, step)| {
            let pause = (index > 0 && matches!(step, Step::Event(_))).then_some(Step::Pause(pace));
            pause.into_iter().chain([step])
        })
        .collect()
}

/// The body that plays `steps`; it owns the exchange, so that dropping it tells the log.
pub(crate) fn body(steps: Vec<Step>, exchange: Exchange, connection: Connection, releases: Releases) -> Body {
    let player = Player { steps: steps.into(), exchange, connection, releases };
    if player.steps.is_empty() {
        player.exchange.finish();
    }
    Body::from_stream(stream::unfold(player, |mut player| async move {
        let item = player.next().await?;
        Some((item, player))
    }))
}

struct Player {
    steps: VecDeque<Step>,
    exchange: Exchange,
    connection: Connection,
    releases: Releases,
}

impl Player {
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        loop {
            let item = match self.steps.pop_front()? {
                Step::Event(bytes) => {
                    self.exchange.note(|record| record.events.sent = record.events.sent.saturating_add(1));
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
                    self.flush().await;
                    self.connection.reset();
                    Some(Err(io::ErrorKind::ConnectionReset.into()))
                }
            };
            // Finished here and not at the end of the stream: with a content-length nobody asks for that end.
            if self.steps.is_empty() {
                self.exchange.finish();
            }
            if item.is_some() {
                return item;
            }
        }
    }

    /// The server writes out what it has when the body has nothing more to give at the moment.
    async fn flush(&self) {
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
    }
}
