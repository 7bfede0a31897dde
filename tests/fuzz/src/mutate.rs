//! Changes of JSON as a tree, since of texts that are changed byte by byte few are JSON. Every fourth change is of
//! bytes all the same: escapes, numbers and members of one name come from there.

use serde_json::Value;

const CHOICES: usize = 4;

/// One change to four bytes of choices and a JSON text; nothing where bytes are to be changed, or it became too long.
/// Words have spaces between them.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32, words: &str) -> Option<usize> {
    let mut dice = Dice::new(seed);
    if dice.roll(4) == 0 {
        return None;
    }
    let (choices, mut tree) = parse(data.get(..size)?)?;
    let mut choices = *choices;
    let words: Vec<&str> = words.split_whitespace().collect();
    if dice.roll(6) == 0 {
        choices[dice.roll(CHOICES)] = dice.roll(256) as u8;
    }
    for _ in 0..=dice.roll(3) {
        let donor = tree.clone();
        change(&mut tree, &donor, &mut dice, &words);
    }
    write(&choices, &tree, data.get_mut(..max_size)?)
}

/// A part of one input in the place of a part of another.
pub fn cross_over(one: &[u8], other: &[u8], out: &mut [u8], seed: u32) -> usize {
    let mut dice = Dice::new(seed);
    let (Some((choices, mut tree)), Some((_, donor))) = (parse(one), parse(other)) else { return 0 };
    let part = pick(&donor, &mut dice).clone();
    *pick_mut(&mut tree, &mut dice) = part;
    write(choices, &tree, out).unwrap_or(0)
}

fn parse(data: &[u8]) -> Option<(&[u8; CHOICES], Value)> {
    let (choices, text) = data.split_first_chunk()?;
    Some((choices, serde_json::from_slice(text).ok()?))
}

fn write(choices: &[u8; CHOICES], tree: &Value, out: &mut [u8]) -> Option<usize> {
    let text = serde_json::to_vec(tree).ok()?;
    let length = CHOICES + text.len();
    let (to_choices, to_text) = out.get_mut(..length)?.split_first_chunk_mut()?;
    *to_choices = *choices;
    to_text.copy_from_slice(&text);
    Some(length)
}

fn change(tree: &mut Value, donor: &Value, dice: &mut Dice, words: &[&str]) {
    let place = pick_mut(tree, dice);
    match dice.roll(8) {
        0 => *place = leaf(dice, words),
        1 => *place = pick(donor, dice).clone(),
        2 => *place = Value::Array(vec![place.take(), pick(donor, dice).clone()]),
        _ => inside(place, donor, dice, words),
    }
}

/// A change to what a value has in it.
fn inside(place: &mut Value, donor: &Value, dice: &mut Dice, words: &[&str]) {
    match place {
        Value::Array(items) if !items.is_empty() => {
            let at = dice.roll(items.len());
            match dice.roll(4) {
                0 => drop(items.remove(at)),
                1 => items.insert(at, items[at].clone()),
                2 => items.swap(0, at),
                _ => items.insert(at, pick(donor, dice).clone()),
            }
        }
        Value::Object(members) => {
            let names: Vec<String> = members.keys().cloned().collect();
            match dice.roll(4) {
                0 if !names.is_empty() => drop(members.remove(&names[dice.roll(names.len())])),
                1 if !names.is_empty() => {
                    let name = &names[dice.roll(names.len())];
                    let value = members.remove(name).unwrap_or_default();
                    members.insert(dice.word(words), value);
                }
                _ => {
                    let value = if dice.roll(2) == 0 { leaf(dice, words) } else { pick(donor, dice).clone() };
                    members.insert(dice.word(words), value);
                }
            }
        }
        Value::String(text) => {
            let at = dice.roll(text.len() + 1);
            let at = text.floor_char_boundary(at);
            match dice.roll(3) {
                0 => text.truncate(at),
                1 => text.insert_str(at, &dice.word(words)),
                _ => text.insert(at, dice.character()),
            }
        }
        place => *place = leaf(dice, words),
    }
}

fn leaf(dice: &mut Dice, words: &[&str]) -> Value {
    const NUMBERS: [&str; 14] =
        ["0", "1", "-1", "2", "0.5", "1024", "4096", "1e3", "-0", "4294967295", "4294967296", "1e400", "1.0", "0.1e-7"];
    match dice.roll(8) {
        0 => Value::Null,
        1 => (dice.roll(2) == 0).into(),
        2 | 3 => serde_json::from_str(NUMBERS[dice.roll(NUMBERS.len())]).unwrap_or_default(),
        4 => Value::Array(Vec::new()),
        5 => Value::Object(serde_json::Map::new()),
        _ => dice.word(words).into(),
    }
}

/// Any value of a tree, each as likely as another.
fn pick<'a>(tree: &'a Value, dice: &mut Dice) -> &'a Value {
    let mut left = dice.roll(count(tree));
    nth(tree, &mut left).unwrap_or(tree)
}

fn pick_mut<'a>(tree: &'a mut Value, dice: &mut Dice) -> &'a mut Value {
    let left = dice.roll(count(tree));
    nth_mut(tree, left)
}

fn count(tree: &Value) -> usize {
    1 + match tree {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0_usize,
    }
}

fn nth<'a>(tree: &'a Value, left: &mut usize) -> Option<&'a Value> {
    if *left == 0 {
        return Some(tree);
    }
    *left -= 1;
    match tree {
        Value::Array(items) => items.iter().find_map(|item| nth(item, left)),
        Value::Object(members) => members.values().find_map(|value| nth(value, left)),
        _ => None,
    }
}

fn nth_mut(tree: &mut Value, left: usize) -> &mut Value {
    if left == 0 {
        return tree;
    }
    let sizes: Vec<usize> = match tree {
        Value::Array(items) => items.iter().map(count).collect(),
        Value::Object(members) => members.values().map(count).collect(),
        _ => Vec::new(),
    };
    let (mut left, mut position) = (left - 1, 0);
    while let Some(size) = sizes.get(position).filter(|size| left >= **size) {
        left -= size;
        position += 1;
    }
    match tree {
        Value::Array(items) => nth_mut(&mut items[position], left),
        Value::Object(members) => nth_mut(members.values_mut().nth(position).unwrap(), left),
        leaf => leaf,
    }
}

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn new(seed: u32) -> Self {
        Self(u64::from(seed) << 1 | 1)
    }

    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }

    fn word(&mut self, words: &[&str]) -> String {
        const ODD: [&str; 10] = ["", " ", "\n", "a", "\"", "\\", "é🏔", "\u{0}", "\u{fffd}", "<thinking>"];
        match self.roll(5) {
            0 => ODD[self.roll(ODD.len())].to_owned(),
            _ if words.is_empty() => String::new(),
            _ => words[self.roll(words.len())].to_owned(),
        }
    }

    fn character(&mut self) -> char {
        const ODD: [char; 12] = ['"', '\\', '\n', '\u{0}', ' ', 'é', '🏔', '`', '{', '<', '/', '\u{2}'];
        if self.roll(2) == 0 { ODD[self.roll(ODD.len())] } else { char::from(b' ' + self.roll(94) as u8) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_of_a_tree_is_found_by_its_number() {
        let mut tree: Value = serde_json::from_str(r#"{"a":[1,{"b":2}],"c":3}"#).unwrap();
        let found: Vec<String> =
            (0..count(&tree)).map(|mut number| nth(&tree, &mut number).unwrap().to_string()).collect();
        assert_eq!(found, [r#"{"a":[1,{"b":2}],"c":3}"#, r#"[1,{"b":2}]"#, "1", r#"{"b":2}"#, "2", "3"]);
        for (number, text) in found.iter().enumerate() {
            assert_eq!(nth_mut(&mut tree, number).to_string(), *text);
        }
    }

    #[test]
    fn what_is_changed_stays_json_of_the_size_that_is_allowed() {
        let mut tree: Value = serde_json::from_str(r#"{"a":[1,{"b":"text"}],"c":[]}"#).unwrap();
        let mut dice = Dice::new(7);
        for _ in 0..10_000 {
            let donor = tree.clone();
            change(&mut tree, &donor, &mut dice, &["role", "content"]);
            let mut out = [0; 400];
            match write(&[1; 4], &tree, &mut out) {
                Some(length) => assert_eq!(parse(&out[..length]), Some((&[1; 4], tree.clone()))),
                None => tree = Value::Array(Vec::new()),
            }
        }
    }
}
