//! How much one text has of another's words: what stands in for understanding here.

use std::collections::HashSet;

/// The words of a text, in lower case.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let separated = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    separated.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The share of the words of `wanted` that `text` has: 0 for none, 1 for all.
pub(super) fn coverage(wanted: &str, text: &str) -> f64 {
    let wanted: HashSet<String> = words(wanted).collect();
    let found: HashSet<String> = words(text).collect();
    if wanted.is_empty() { 0.0 } else { ratio(wanted.intersection(&found).count(), wanted.len()) }
}

/// Between 0 and 1: twice the common words over all words, so that a long text does not win by its length.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    let one: HashSet<String> = words(one).collect();
    let other: HashSet<String> = words(other).collect();
    let common = one.intersection(&other).count().saturating_mul(2);
    let all = one.len().saturating_add(other.len());
    if all == 0 { 0.0 } else { ratio(common, all) }
}

/// With four digits, as scores are written.
fn ratio(part: usize, whole: usize) -> f64 {
    (10_000.0 * part as f64 / whole as f64).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_go_from_none_to_all() {
        assert_eq!((likeness("blue sky", "Sky, BLUE!"), likeness("blue sky", "green sea")), (1.0, 0.0));
        assert_eq!((likeness("blue sky", "the sky is blue"), likeness("", "")), (0.6667, 0.0));
        assert_eq!((coverage("blue sky", "the sky is blue"), coverage("blue sky", "sky")), (1.0, 0.5));
    }
}
