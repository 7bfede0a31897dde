//! How the call of a stream succeeds.

use super::Job;
use super::errors::error_of;
use crate::error::Error;
use crate::eventstream::Decoder;
use crate::http::Head;
use crate::io::Failure;
use crate::io::FailureKind;
use crate::io::Io;
use crate::pipeline;

/// Waits for the first event of a stream: until then the call can be made anew. What else is wrong with the stream,
/// whatever reads it will find.
pub(super) async fn begin<I: Io>(io: &I, job: &Job, head: &Head) -> Result<(), Error> {
    // Of a stream both ways, the first event answers the caller's.
    if job.operation.sends_events() {
        return Ok(());
    }
    let mut decoder = Decoder::default();
    loop {
        match io.piece(job.config.stream_idle_timeout_ms).await {
            Ok(piece) if pipeline::is_unknown(&mut decoder, &piece, head)? => {}
            Err(Failure { kind: FailureKind::TimedOut, .. }) => return Err(pipeline::idle()),
            Err(failure) if failure.kind == FailureKind::Aborted => return Err(error_of(job, failure)),
            _ => return Ok(()),
        }
    }
}
