//! The secrets that clients know, struck from whatever others say: AWS quotes the canonical request with its session
//! token, gateways quote `Authorization`, pages echo headers, and a `fetch` quotes addresses with their query.

use std::cell::RefCell;
use std::fmt;

use zeroize::Zeroizing;

/// The secrets of the requests that failed last, and of the streams that began last.
#[derive(Default)]
pub struct Secrets(RefCell<Vec<Secret>>);

/// One secret, and the base64 of it at each of the three places that it can have in what is encoded.
type Secret = [Zeroizing<Vec<u8>>; 4];

impl Secrets {
    /// Adds a secret, in the place of the oldest where there are many. A text of few bytes is none: to strike it
    /// would hide words.
    pub fn learn(&self, secret: &str) {
        if secret.len() < BYTES_MIN {
            return;
        }
        let mut secrets = self.0.borrow_mut();
        let secret = match secrets.iter().position(|[known, ..]| ***known == *secret.as_bytes()) {
            Some(at) => secrets.remove(at),
            None => [secret.as_bytes().to_vec(), base64(secret, 0), base64(secret, 1), base64(secret, 2)]
                .map(Zeroizing::new),
        };
        if secrets.len() >= SECRETS_MAX {
            secrets.remove(0);
        }
        secrets.push(secret);
    }

    /// The text with [`STRUCK`] in the place of each secret, be it spelt as it is, percent-encoded, in base64, escaped
    /// for JSON or HTML, or cut off at the end of the text or before an `…`.
    pub fn strike(&self, text: &str) -> String {
        let secrets = self.0.borrow();
        let mut struck = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let bytes = rest.as_bytes();
            let behind = secrets.iter().flatten().find_map(|secret| behind(bytes, secret));
            rest = match behind.and_then(|length| rest.get(bytes.len().checked_sub(length)?..)) {
                Some(after) => {
                    struck.push_str(STRUCK);
                    after
                }
                None => {
                    struck.push(first);
                    rest.get(first.len_utf8()..).unwrap_or_default()
                }
            };
        }
        struck
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(******)")
    }
}

/// How many bytes follow the secret that the text begins with.
fn behind(text: &[u8], secret: &[u8]) -> Option<usize> {
    if let Some(after) = text.strip_prefix(secret) {
        return Some(after.len());
    }
    let mut rest = text;
    for (place, wanted) in secret.iter().enumerate() {
        match letter(rest) {
            Some((letter, after)) if letter == *wanted || is_spelt(letter, *wanted) => rest = after,
            None if place >= BYTES_MIN => return Some(rest.len()),
            _ => return None,
        }
    }
    Some(rest.len())
}

/// The first byte that a text spells, and the text behind it. Nothing at the end, or where an escape is cut off.
fn letter(text: &[u8]) -> Option<(u8, &[u8])> {
    let (first, after) = text.split_first()?;
    match first {
        b'\r' | b'\n' => letter(after),
        b'%' => {
            let mut code = after;
            // As often as it was encoded.
            while let Some(after) = code.strip_prefix(b"25") {
                code = after;
            }
            hex(code, 2)
        }
        b'\\' => match after.split_first()? {
            (b'u', code) => hex(code, 4),
            (escaped, after) if escaped.is_ascii() => Some((*escaped, after)),
            _ => None,
        },
        b'&' => match after.strip_prefix(b"#") {
            Some(code) => {
                let length = code.iter().position(|byte| *byte == b';')?;
                let (digits, after) = code.split_at_checked(length)?;
                let (digits, radix) = digits.strip_prefix(b"x").map_or((digits, 10), |digits| (digits, 16));
                Some((number(digits, radix)?, after.get(1..)?))
            }
            None => Some((*first, after)),
        },
        _ if text.starts_with("…".as_bytes()) => None,
        _ => Some((*first, after)),
    }
}

fn hex(text: &[u8], digits: usize) -> Option<(u8, &[u8])> {
    let (digits, after) = text.split_at_checked(digits)?;
    Some((number(digits, 16)?, after))
}

/// A byte; more than that is another character.
fn number(digits: &[u8], radix: u32) -> Option<u8> {
    let add = |number: u8, digit: &u8| {
        let digit = char::from(*digit).to_digit(radix)?;
        u8::try_from(u32::from(number).checked_mul(radix)?.checked_add(digit)?).ok()
    };
    digits.iter().try_fold(0, add)
}

/// Forms read `+` as a space, and base64 has other letters for addresses.
fn is_spelt(letter: u8, wanted: u8) -> bool {
    matches!((letter, wanted), (b' ' | b'-', b'+') | (b'_', b'/'))
}

/// The letters of base64 that the secret alone decides, where so many bytes of another group of three are before it.
fn base64(secret: &str, bytes_before: u32) -> Vec<u8> {
    let mut letters = Vec::new();
    let (mut bits, mut count) = (0u32, 0u32);
    // Of the first letters, those that the bytes before it decide as well are left out.
    let mut undecided = bytes_before.saturating_mul(8).div_ceil(6);
    let before = std::iter::repeat_n(0, bytes_before as usize);
    for byte in before.chain(secret.bytes()) {
        bits = (bits << 8 | u32::from(byte)) & 0xffff;
        count = count.saturating_add(8);
        while count >= 6 {
            count = count.saturating_sub(6);
            let letter = ALPHABET.get((bits.checked_shr(count).unwrap_or_default() & 63) as usize);
            if undecided == 0 {
                letters.extend(letter);
            }
            undecided = undecided.saturating_sub(1);
        }
    }
    letters
}

/// What stands in the place of a secret.
pub const STRUCK: &str = "***";
/// Shorter texts are not struck.
const BYTES_MIN: usize = 8;
/// Of each request there are three at most, and what the caller adds.
const SECRETS_MAX: usize = 24;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
