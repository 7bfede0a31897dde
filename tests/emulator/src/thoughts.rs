//! Claude's signatures: a code over the exact text of a thought, and thoughts that nobody but Claude can read. What is
//! sent back must be what was sent out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest;
use sha2::Sha256;

use crate::reply::Random;

const KEY: &[u8] = b"whoever reads this may sign as well";
const NOISE_BYTES: usize = 96;

/// A signature for a thought; two of the same text differ, as Claude's do.
pub(crate) fn sign(text: &str, random: &mut Random) -> String {
    sealed("thinking", text, random.bytes(NOISE_BYTES))
}

pub(crate) fn is_signed(text: &str, signature: &str) -> bool {
    is_sealed("thinking", text, signature)
}

/// A thought that was taken out of the answer.
pub(crate) fn redact(random: &mut Random) -> String {
    sealed("redacted_thinking", "", random.bytes(NOISE_BYTES))
}

pub(crate) fn is_redacted(data: &str) -> bool {
    is_sealed("redacted_thinking", "", data)
}

fn sealed(kind: &str, text: &str, mut noise: Vec<u8>) -> String {
    let code = code(kind, text, &noise);
    noise.extend(code);
    STANDARD.encode(noise)
}

fn is_sealed(kind: &str, text: &str, seal: &str) -> bool {
    let Ok(bytes) = STANDARD.decode(seal) else { return false };
    bytes.split_at_checked(NOISE_BYTES).is_some_and(|(noise, found)| found == code(kind, text, noise))
}

fn code(kind: &str, text: &str, noise: &[u8]) -> Vec<u8> {
    let parts = [KEY, kind.as_bytes(), noise, text.as_bytes(), KEY];
    parts.iter().fold(Sha256::new(), Sha256::chain_update).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_for_one_text_and_data_for_nothing_else() {
        let mut random = Random::new(1);
        let signature = sign("Hm.", &mut random);
        assert!(is_signed("Hm.", &signature));
        for (text, signature) in [("Hm", &signature), ("Hm.", &sign("Hm?", &mut random)), ("Hm.", &redact(&mut random))]
        {
            assert!(!is_signed(text, signature), "{text}");
        }
        assert!(
            !is_signed("Hm.", "") && !is_signed("Hm.", "not base64!") && !is_signed("Hm.", &STANDARD.encode("short"))
        );
        let data = redact(&mut random);
        assert!(is_redacted(&data) && !is_redacted(&sign("", &mut random)));
        assert!(!is_redacted(&data.replace(|c: char| c.is_ascii_lowercase(), "x")));
    }
}
