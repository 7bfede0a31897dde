//! Events: the errors of frames that are not events, and the names under which the rest of the core knows the output of
//! [`crate::eventstream`].

use super::error;
use crate::error::Error;
use crate::error::Kind;
pub use crate::eventstream::Added;
pub use crate::eventstream::Batch;
use crate::eventstream::EventError;
use crate::eventstream::FrameError;
pub use crate::eventstream::RowKind;
pub use crate::eventstream::utf16_length;

impl From<FrameError> for Error {
    fn from(error: FrameError) -> Self {
        match error {
            FrameError::Truncated(_) => Self::new(
                Kind::Connection,
                format!(
                    "The stream has {error}: the connection broke before the reply was whole. Send the request again."
                ),
            ),
            _ => Self::protocol(format!(
                "The stream has {error}: the bytes are not what Bedrock sent. Look for a proxy or gateway that changes bodies."
            )),
        }
    }
}

impl From<EventError<'_>> for Error {
    fn from(error: EventError<'_>) -> Self {
        match error {
            EventError::Exception(frame) => error::from_frame(frame),
            EventError::MessageType(other) => {
                Self::protocol(format!("The stream has a frame of the unknown :message-type \"{other}\"."))
            }
            EventError::NoEventType => {
                Self::protocol("The stream has a frame without :event-type: it is not an event of Bedrock.")
            }
            EventError::NotUtf8(name) => Self::protocol(format!("The stream has a {name} event that is not UTF-8.")),
        }
    }
}
