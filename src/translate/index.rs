//! The place of something in a list, by its name or number. A stranger may send a hundred thousand tools, calls or
//! blocks: looking each of them up in its list would take the square of their count.
//!
//! A crit-bit tree, <https://cr.yp.to/critbit.html>: a hash would need a secret so that nobody can send keys that all
//! have the same hash, and the maps of std are several KB.

/// Places by keys. Finding one takes as long as its key, however many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    entries: Vec<Entry>,
    root: Way,
}

/// A key, and the fork that it was added with.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    key: Box<[u8]>,
    place: usize,
    /// Which bit of a key says how to go on from the fork. No fork further up asks for a later one.
    bit: usize,
    ways: [Way; 2],
}

/// Where to go on: to a key, or to the fork that was added with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Way {
    entry: usize,
    is_fork: bool,
}

impl Index {
    /// The place of a key.
    pub(super) fn find(&self, key: &[u8]) -> Option<usize> {
        let entry = self.entries.get(self.follow(key, usize::MAX).1.entry)?;
        (*entry.key == *key).then_some(entry.place)
    }

    /// Notes the place of a key, instead of the one it had.
    pub(super) fn set(&mut self, key: &[u8], place: usize) {
        let near = self.follow(key, usize::MAX).1.entry;
        let mut bit = 0;
        if let Some(known) = self.entries.get_mut(near) {
            match first_difference(&known.key, key) {
                Some(difference) => bit = difference,
                None => return known.place = place,
            }
        }
        let (from, to) = self.follow(key, bit);
        let entry = self.entries.len();
        let mut ways = [to; 2];
        if let Some(way) = ways.get_mut(side(key, bit)) {
            *way = Way { entry, is_fork: false };
        }
        // The first key has no other, and no fork.
        let way = Way { entry, is_fork: entry > 0 };
        match from {
            None => self.root = way,
            Some((fork, side)) => {
                if let Some(link) = self.entries.get_mut(fork).and_then(|fork| fork.ways.get_mut(side)) {
                    *link = way;
                }
            }
        }
        self.entries.push(Entry { key: key.into(), place, bit, ways });
    }

    /// Goes down past the forks that ask for bits before this one. Gives the fork and the side that were taken last,
    /// and where they lead.
    fn follow(&self, key: &[u8], bit: usize) -> (Option<(usize, usize)>, Way) {
        let (mut from, mut way) = (None, self.root);
        while way.is_fork
            && let Some(fork) = self.entries.get(way.entry).filter(|fork| fork.bit < bit)
        {
            let side = side(key, fork.bit);
            from = Some((way.entry, side));
            way = fork.ways.get(side).copied().unwrap_or_default();
        }
        (from, way)
    }
}

/// Nine bits a byte: whether there is one, and its own.
const BITS: usize = 9;

fn first_difference(one: &[u8], other: &[u8]) -> Option<usize> {
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let bit = match (one.get(same), other.get(same)) {
        (None, None) => return None,
        (Some(one), Some(other)) => (one ^ other).leading_zeros().saturating_add(1),
        _ => 0,
    };
    Some(same.saturating_mul(BITS).saturating_add(bit as usize))
}

fn side(key: &[u8], bit: usize) -> usize {
    let Some(byte) = key.get(bit / BITS) else { return 0 };
    match bit % BITS {
        0 => 1,
        bit => usize::from(byte >> BITS.saturating_sub(1).saturating_sub(bit) & 1),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    // Miri takes minutes for more.
    const KEYS_MAX: usize = if cfg!(miri) { 20 } else { 200 };

    proptest! {
        #[test]
        fn places_are_those_of_a_map(keys in proptest::collection::vec("[\\x00ab\\x7f]{0,4}|.{0,3}", 0..KEYS_MAX)) {
            let (mut index, mut map) = (Index::default(), HashMap::new());
            for (place, key) in keys.iter().enumerate() {
                prop_assert_eq!(index.find(key.as_bytes()), map.get(key).copied());
                index.set(key.as_bytes(), place);
                map.insert(key, place);
            }
            for key in &keys {
                prop_assert_eq!(index.find(key.as_bytes()), map.get(key).copied());
                let other = [key, "b"].concat();
                prop_assert_eq!(index.find(other.as_bytes()), map.get(&other).copied());
            }
        }
    }
}
