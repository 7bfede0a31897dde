//! The beginning of an event's JSON, up to its text. Most events of a stream begin with the same bytes, so these are
//! read once and compared from then on.

use crate::RowKind;
use crate::frame::Holds;
use crate::words::same;

/// The bytes before the text of an event, and their meaning.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Opening {
    bytes: Vec<u8>,
    holds: Holds,
    pub(crate) kind: RowKind,
    pub(crate) index: u32,
    /// How many braces close the objects around the text, before the last.
    pub(crate) braces: usize,
}

impl Opening {
    /// The bytes behind the opening, if the payload begins with this one.
    pub(crate) fn skip<'a>(&self, holds: Holds, payload: &'a [u8]) -> Option<&'a [u8]> {
        let (begin, rest) = payload.split_at_checked(self.bytes.len())?;
        (holds == self.holds && !begin.is_empty() && same(begin, &self.bytes)).then_some(rest)
    }

    /// Reads another opening, and returns the bytes behind it. `None` for every layout that is not Bedrock's.
    pub(crate) fn read<'a>(&mut self, holds: Holds, payload: &'a [u8]) -> Option<&'a [u8]> {
        let (kind, index, braces, rest) = match holds {
            Holds::Delta => read_delta(payload)?,
            Holds::Chunk => (RowKind::Chunk, 0, 0, payload.strip_prefix(b"{\"bytes\":\"")?),
            Holds::Other => return None,
        };
        (self.holds, self.kind, self.index, self.braces) = (holds, kind, index, braces);
        self.bytes.clear();
        self.bytes.extend_from_slice(payload.get(..payload.len().checked_sub(rest.len())?)?);
        Some(rest)
    }

    /// Forgets the opening: it then fits no event.
    pub(crate) fn forget(&mut self) {
        self.bytes.clear();
        let Self { bytes, .. } = std::mem::take(self);
        self.bytes = bytes;
    }
}

/// `{"contentBlockIndex":0,"delta":{"text":"`
fn read_delta(payload: &[u8]) -> Option<(RowKind, u32, usize, &[u8])> {
    let rest = payload.strip_prefix(b"{\"contentBlockIndex\":")?;
    let (digits, rest) = rest.split_at_checked(rest.iter().take_while(|byte| byte.is_ascii_digit()).count())?;
    let index = std::str::from_utf8(digits).ok()?.parse().ok()?;
    if digits.len() > 1 && digits.starts_with(b"0") {
        return None;
    }
    let rest = rest.strip_prefix(b",\"delta\":{")?;
    Some(if let Some(rest) = rest.strip_prefix(b"\"text\":\"") {
        (RowKind::Text, index, 1, rest)
    } else if let Some(rest) = rest.strip_prefix(b"\"toolUse\":{\"input\":\"") {
        (RowKind::ToolInput, index, 2, rest)
    } else {
        (RowKind::Reasoning, index, 2, rest.strip_prefix(b"\"reasoningContent\":{\"text\":\"")?)
    })
}
