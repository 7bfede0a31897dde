//! Text to tree. Nothing is lenient here: a text is JSON or it is not.

use super::Text;
use super::Value;

/// Reads a whole text; `None` if it is not JSON, or nested more than 512 deep.
pub fn parse(text: &str) -> Option<Value<'_>> {
    read(text).0
}

/// The same, and whether the text is nested too deep, as far as it was read.
pub fn read(text: &str) -> (Option<Value<'_>>, bool) {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let value = reader.value();
    reader.skip_space();
    // After an error in there, the depth was not taken back.
    let is_too_deep = reader.depth > DEPTH_MAX;
    (value.filter(|_| reader.at == text.len()), is_too_deep)
}

/// No caller's own object is deeper, and the stack of WebAssembly is not large. `pkg-template/engine/json.js` has the
/// same limit.
const DEPTH_MAX: u32 = 512;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl<'a> Reader<'a> {
    fn value(&mut self) -> Option<Value<'a>> {
        self.skip_space();
        match self.peek()? {
            b'"' => self.string().map(Value::String),
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::array),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'n' => self.word("null", Value::Null),
            _ => self.number(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Value<'a>>) -> Option<Value<'a>> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEPTH_MAX {
            return None;
        }
        self.advance(1);
        let value = read(self)?;
        self.depth = self.depth.saturating_sub(1);
        Some(value)
    }

    fn object(&mut self) -> Option<Value<'a>> {
        let mut members = Vec::new();
        self.list(b'}', |reader| {
            reader.skip_space();
            let key = reader.string()?;
            reader.skip_space();
            reader.byte(b':')?;
            let value = reader.value()?;
            members.push((key, value));
            Some(())
        })?;
        Some(Value::Object(members))
    }

    fn array(&mut self) -> Option<Value<'a>> {
        let mut items = Vec::new();
        self.list(b']', |reader| {
            let value = reader.value()?;
            items.push(value);
            Some(())
        })?;
        Some(Value::Array(items))
    }

    fn list(&mut self, end: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.skip_space();
        if self.byte(end).is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            self.skip_space();
            if self.byte(end).is_some() {
                return Some(());
            }
            self.byte(b',')?;
        }
    }

    fn string(&mut self) -> Option<Text<'a>> {
        self.byte(b'"')?;
        let start = self.at;
        loop {
            self.advance(plain_length(self.text.as_bytes().get(self.at..)?));
            match self.peek()? {
                b'"' => break,
                b'\\' => {
                    self.advance(1);
                    let digits = if self.peek()? == b'u' { 4 } else { 0 };
                    if digits == 0 && !b"\"\\/bfnrt".contains(&self.peek()?) {
                        return None;
                    }
                    self.advance(1);
                    for _ in 0..digits {
                        self.peek().filter(u8::is_ascii_hexdigit)?;
                        self.advance(1);
                    }
                }
                _ => return None,
            }
        }
        let text = self.text.get(start..self.at)?;
        self.advance(1);
        Some(Text(text))
    }

    fn number(&mut self) -> Option<Value<'a>> {
        let start = self.at;
        let _ = self.byte(b'-');
        let first = self.peek();
        let whole = self.digits();
        if whole == 0 || (whole > 1 && first == Some(b'0')) {
            return None;
        }
        if self.byte(b'.').is_some() && self.digits() == 0 {
            return None;
        }
        if self.byte(b'e').or_else(|| self.byte(b'E')).is_some() {
            let _ = self.byte(b'+').or_else(|| self.byte(b'-'));
            if self.digits() == 0 {
                return None;
            }
        }
        self.text.get(start..self.at).map(Value::Number)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.advance(1);
        }
        self.at.saturating_sub(start)
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Option<Value<'a>> {
        self.text.get(self.at..)?.starts_with(word).then(|| self.advance(word.len()))?;
        Some(value)
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {
            self.advance(1);
        }
    }

    fn byte(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.advance(1))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn advance(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }
}

/// How many bytes at the beginning need no look: neither quotes nor backslashes nor control characters. Eight at a
/// time, since images in base64 have millions.
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    let eights = bytes.chunks_exact(8).map(|eight| eight.try_into().map(u64::from_le_bytes));
    let plain = eights.take_while(|eight| eight.is_ok_and(|eight| !has_special(eight))).count().saturating_mul(8);
    let rest = bytes.get(plain..).unwrap_or_default();
    plain.saturating_add(rest.iter().take_while(|byte| **byte >= b' ' && !b"\"\\".contains(byte)).count())
}

/// Whether one of eight bytes is special. A byte is zero if taking one from it borrows its highest bit.
fn has_special(eight: u64) -> bool {
    let has_zero = |eight: u64| eight.wrapping_sub(ONES) & !eight & HIGHEST != 0;
    let controls = eight.wrapping_sub(ONES.wrapping_mul(0x20)) & !eight & HIGHEST;
    controls != 0 || has_zero(eight ^ QUOTES) || has_zero(eight ^ BACKSLASHES)
}

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGHEST: u64 = u64::from_ne_bytes([0x80; 8]);
const QUOTES: u64 = u64::from_ne_bytes([b'"'; 8]);
const BACKSLASHES: u64 = u64::from_ne_bytes([b'\\'; 8]);

/// The content of a JSON string, whose escapes are known to be well formed.
pub(super) fn unescape(escaped: &str) -> String {
    let mut text = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some(at) = rest.bytes().position(|byte| byte == b'\\') {
        text.push_str(rest.get(..at).unwrap_or_default());
        let mut escape = rest.get(at.saturating_add(1)..).unwrap_or_default().chars();
        match escape.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('u') => {
                let (character, after) = unicode(escape.as_str());
                text.push(character);
                escape = after.chars();
            }
            Some(character) => text.push(character),
            None => {}
        }
        rest = escape.as_str();
    }
    text.push_str(rest);
    text
}

/// The character after `\u`, of one escape or of two that are a surrogate pair.
pub(super) fn unicode(digits: &str) -> (char, &str) {
    let digit = |unit: u16, digit: char| Some(unit << 4 | u16::try_from(digit.to_digit(16)?).ok()?);
    let unit = |text: &str| text.get(..4).and_then(|text| text.chars().try_fold(0, digit)).unwrap_or_default();
    let after = |text: &'_ str| -> usize { text.len().min(4) };
    let rest = digits.get(after(digits)..).unwrap_or_default();
    let first = unit(digits);
    // Not `char::decode_utf16`: an iterator for one pair is 300 bytes of code.
    let ten_bits = |half: u16, base: u16| half.checked_sub(base).filter(|bits| *bits < 0x400).map(u32::from);
    if let Some(second) = rest.strip_prefix("\\u")
        && let (Some(high), Some(low)) = (ten_bits(first, 0xd800), ten_bits(unit(second), 0xdc00))
        && let Some(character) = char::from_u32((high << 10 | low).saturating_add(0x10000))
    {
        return (character, second.get(after(second)..).unwrap_or_default());
    }
    (char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER), rest)
}
