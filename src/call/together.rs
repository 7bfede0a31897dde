//! Several calls side by side.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

/// Waits for all of them, and gives their results in order; or for the first that fails. That drops the others, which
/// ends them.
///
/// # Errors
/// The first failure.
pub async fn all<T, E>(futures: impl IntoIterator<Item = impl Future<Output = Result<T, E>>>) -> Result<Vec<T>, E> {
    let mut waiting: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    poll_fn(|context| {
        let mut is_complete = true;
        for (future, outcome) in &mut waiting {
            if outcome.is_some() {
                continue;
            }
            match Pin::new(future).poll(context) {
                Poll::Ready(Ok(value)) => *outcome = Some(value),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => is_complete = false,
            }
        }
        if is_complete { Poll::Ready(Ok(())) } else { Poll::Pending }
    })
    .await?;
    Ok(waiting.into_iter().filter_map(|(_, outcome)| outcome).collect())
}
