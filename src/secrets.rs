//! The secrets of requests, struck from everything that others say of these: AWS quotes the canonical request with its
//! session token, gateways quote `Authorization`, pages echo headers, and a `fetch` quotes addresses with their query.
//!
//! One list for all clients, as logs have one: no output may show a secret of any client.

use std::cell::RefCell;
use std::rc::Rc;

use zeroize::Zeroizing;

thread_local! {
    /// The one learnt last is the last.
    static SECRETS: RefCell<Vec<Secret>> = const { RefCell::new(Vec::new()) };
}

/// A secret, and its base64 at each of the three places that it can have in encoded bytes. It is known at least as long
/// as somebody holds it.
pub type Secret = Rc<[Zeroizing<Vec<u8>>; 4]>;

/// Adds a secret. Of many, the list forgets the oldest one that nobody holds. A text of few bytes is not a secret:
/// striking it would hide words.
#[inline(never)]
pub fn learn(secret: &str) -> Option<Secret> {
    let bytes = secret.as_bytes();
    if bytes.len() < BYTES_MIN {
        return None;
    }
    SECRETS.with_borrow_mut(|secrets| {
        let secret = match secrets.iter().position(|known| known.first().is_some_and(|plain| **plain == bytes)) {
            Some(place) => secrets.remove(place),
            // From the bits behind zero, one and two other bytes, up to the next letter.
            None => Rc::new([bytes.to_vec().into(), base64(bytes, 0), base64(bytes, 4), base64(bytes, 2)]),
        };
        while secrets.len() >= SECRETS_MAX
            && let Some(oldest) = secrets.iter().position(|known| Rc::strong_count(known) == 1)
        {
            secrets.remove(oldest);
        }
        secrets.push(Rc::clone(&secret));
        Some(secret)
    })
}

/// The text with [`STRUCK`] in the place of each secret: spelt as it is, percent-encoded, in base64, escaped for JSON
/// or HTML, or cut off at the end of the text or before an `…`.
#[inline(never)]
pub fn strike(text: &str) -> String {
    let mut struck = Vec::new();
    let mut rest = text.as_bytes();
    SECRETS.with_borrow(|secrets| {
        while let Some((first, after_first)) = rest.split_first() {
            // A run of such bytes is read once, from the letter before it: from each of its bytes, it would take the
            // square.
            let begins = if is_skipped(rest) { None } else { letter(rest) };
            let begins = begins.map_or(*first, |(letter, _)| letter);
            // One letter of each is looked at, since there may be thousands.
            let may_begin = |wanted: &u8| wanted == first || is_letter(begins, *wanted);
            let spellings = secrets.iter().flat_map(|secret| secret.iter());
            let found = spellings
                .filter(|spelling| spelling.first().is_some_and(may_begin))
                .find_map(|spelling| behind(rest, spelling));
            match found {
                Some(after) => {
                    struck.extend_from_slice(STRUCK.as_bytes());
                    rest = after;
                }
                None => {
                    struck.push(*first);
                    rest = after_first;
                }
            }
        }
    });
    String::from_utf8(struck).unwrap_or_default()
}

/// The bytes behind this spelling of a secret, if the text begins with it.
fn behind<'a>(text: &'a [u8], spelling: &[u8]) -> Option<&'a [u8]> {
    if let Some(after) = text.strip_prefix(spelling) {
        return Some(after);
    }
    if is_skipped(text) {
        return None;
    }
    // A secret may have what reads as an escape: then both are read to the same end, however often the text encodes it.
    read_behind(text, spelling, plain).or_else(|| read_behind(text, spelling, letter))
}

type Reader = fn(&[u8]) -> Option<(u8, &[u8])>;

/// The bytes behind the spelling that `reader` reads, as far as it and the text go.
fn read_behind<'a>(text: &'a [u8], spelling: &[u8], reader: Reader) -> Option<&'a [u8]> {
    let (mut rest, mut left, mut letters) = (text, spelling, 0_usize);
    while let Some((wanted, after_wanted)) = reader(left)
        && let Some((found, after)) = letter(rest)
    {
        if !is_letter(found, wanted) {
            return None;
        }
        (rest, left, letters) = (after, after_wanted, letters.wrapping_add(1));
    }
    (letters >= BYTES_MIN).then_some(rest)
}

fn plain(text: &[u8]) -> Option<(u8, &[u8])> {
    text.split_first().map(|(first, after)| (*first, after))
}

/// Whether a letter stands for this one: forms read `+` as a space, and base64 has other letters for addresses.
fn is_letter(letter: u8, wanted: u8) -> bool {
    letter == wanted || matches!((letter, wanted), (b' ' | b'-', b'+') | (b'_', b'/'))
}

/// The first byte that a text spells, and the text behind it. Nothing at the end, or where an escape is cut off.
fn letter(mut text: &[u8]) -> Option<(u8, &[u8])> {
    while let Some((_, after)) = text.split_first()
        && is_skipped(text)
    {
        text = after;
    }
    for (mark, radix) in ESCAPES {
        if let Some(mut code) = text.strip_prefix(mark) {
            // As often as it was encoded.
            while let Some(after) = code.strip_prefix(b"25")
                && number(after, radix) != Some(None)
            {
                code = after;
            }
            if let Some(number) = number(code, radix)? {
                let (_, after) = code.split_at_checked(2)?;
                return Some((number, after.strip_prefix(b";").unwrap_or(after)));
            }
        }
    }
    let (first, after) = text.split_first()?;
    (!is_cut(text)).then_some((*first, after))
}

/// The number of the two digits that a text begins with; `Some(None)` where it begins otherwise, and nothing where it
/// is cut off.
fn number(text: &[u8], radix: u32) -> Option<Option<u8>> {
    let (mut number, mut rest) = (0u32, text);
    for _ in 0..2 {
        let (digit, after) = rest.split_first().filter(|_| !is_cut(rest))?;
        let Some(digit) = char::from(*digit).to_digit(radix) else { return Some(None) };
        number = number.wrapping_mul(radix).wrapping_add(digit);
        rest = after;
    }
    Some(Some(number as u8))
}

/// Whether a text was cut off here.
fn is_cut(text: &[u8]) -> bool {
    text.starts_with("…".as_bytes())
}

/// Whether a text begins with a line break, as base64 has them, or with the backslash that JSON puts before a letter.
fn is_skipped(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'\r' | b'\n' | b'\\')) && !text.starts_with(br"\u00")
}

/// The letters of base64 that the secret alone decides from this bit on.
fn base64(secret: &[u8], first_bit: usize) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::new());
    let mut bit = first_bit;
    loop {
        let at = bit.wrapping_shr(3);
        let Some(byte) = secret.get(at) else { break };
        let next = secret.get(at.wrapping_add(1));
        let two = u32::from(*byte).wrapping_shl(8) | next.map_or(0, |byte| u32::from(*byte));
        let used = bit as u32 & 7;
        if used > 2 && next.is_none() {
            break;
        }
        let index = two.wrapping_shr(10_u32.wrapping_sub(used)) & 63;
        out.extend(ALPHABET.get(index as usize));
        bit = bit.wrapping_add(6);
    }
    out
}

/// The text in the place of a secret.
pub const STRUCK: &str = "***";
/// Shorter texts are not struck.
const BYTES_MIN: usize = 8;
/// Of those that no request under way and no open stream holds. Each request has three at most, and the caller's own.
const SECRETS_MAX: usize = 24;
/// The mark before two digits, and their radix: JSON and HTML change no other letters of secrets.
const ESCAPES: [(&[u8], u32); 4] = [(b"%", 16), (b"\\u00", 16), (b"&#x", 16), (b"&#", 10)];
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
