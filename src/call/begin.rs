//! How a stream begins.

use super::Job;
use super::errors::error_of;
use crate::error::Error;
use crate::http::Head;
use crate::io::Failure;
use crate::io::FailureKind;
use crate::pipeline;
use crate::pipeline::EventReader;

/// Whether a stream with this next piece is known to be good: until its first event the call can be made again. The
/// stream's own reader reports all other faults.
#[inline(never)]
pub(super) fn begins(
    job: &Job,
    reader: &mut EventReader,
    head: &Head,
    piece: Result<String, Failure>,
) -> Result<Option<String>, Error> {
    match piece {
        Ok(piece) if pipeline::is_unknown(reader, &piece, head)? => Ok(None),
        Err(Failure { kind: FailureKind::TimedOut, .. }) => Err(pipeline::idle()),
        Err(failure @ Failure { kind: FailureKind::Aborted, .. }) => Err(error_of(job, failure)),
        Err(Failure { kind: FailureKind::Connection(..), cause }) => Err(pipeline::broken_off().caused_by(cause)),
        _ => Ok(Some(String::new())),
    }
}
