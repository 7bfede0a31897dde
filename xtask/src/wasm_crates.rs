//! Which crate each byte of a wasm file is from, by the names of its functions.
//!
//! Inlined code counts for the function it was inlined into: most of an exported `async fn` shows as `js_sys`, whose
//! closure drives it.
//!
//! Reads the code section and the name section: <https://webassembly.github.io/spec/core/appendix/custom.html#name-section>.

use std::collections::BTreeMap;
use std::collections::HashMap;

const SECTION_CUSTOM: u8 = 0;
const SECTION_IMPORT: u8 = 2;
const SECTION_CODE: u8 = 10;
const SECTION_DATA: u8 = 11;
const NAMES_OF_FUNCTIONS: u8 = 1;

/// Bytes by crate, most first; `None` if the file is not wasm with named functions. Data is one row, since it
/// does not say whose it is, and so are functions whose name has no crate.
pub(crate) fn bytes_by_crate(wasm: &[u8]) -> Option<Vec<(String, u64)>> {
    let mut rest = Reader { bytes: wasm.strip_prefix(b"\0asm\x01\0\0\0")? };
    let (mut imports, mut bodies, mut names, mut data) = (0, Vec::new(), HashMap::new(), 0);
    while !rest.bytes.is_empty() {
        let id = rest.byte()?;
        let mut section = rest.sized()?;
        match id {
            SECTION_IMPORT => imports = imported_functions(&mut section)?,
            SECTION_CODE => bodies = body_sizes(&mut section)?,
            SECTION_DATA => data = section.bytes.len() as u64,
            SECTION_CUSTOM if section.sized()?.bytes == b"name" => names = function_names(&mut section)?,
            _ => {}
        }
    }
    if bodies.is_empty() || names.is_empty() {
        return None;
    }
    let mut by_crate = BTreeMap::from([("(data)".to_owned(), data)]);
    for (index, size) in (imports..).zip(bodies) {
        let name = names.get(&index).map_or("(unnamed)", |name| crate_of(name));
        *by_crate.entry(name.to_owned()).or_default() += size;
    }
    let mut rows: Vec<_> = by_crate.into_iter().collect();
    rows.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    Some(rows)
}

/// The crate in a demangled name: `serde_json` in `serde_json::de::from_str::h0` and in
/// `<serde_json::value::Value as core::fmt::Display>::fmt`. Code for a foreign type counts for the type's crate.
fn crate_of(name: &str) -> &str {
    let path = name.trim_start_matches(['<', '&', '[', '(', '*']);
    let path =
        ["mut ", "const ", "dyn ", "impl "].iter().fold(path, |path, word| path.strip_prefix(word).unwrap_or(path));
    let path = path.trim_start_matches('<');
    let end = path.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(path.len());
    match path.split_at_checked(end) {
        Some((first, rest)) if rest.starts_with("::") || rest.starts_with('[') => first,
        _ => "(exports and others)",
    }
}

fn imported_functions(section: &mut Reader<'_>) -> Option<u64> {
    let mut functions = 0;
    for _ in 0..section.number()? {
        section.sized()?;
        section.sized()?;
        match section.byte()? {
            0 => {
                section.number()?;
                functions += 1;
            }
            // A table and a memory: a byte for the type or nothing, then limits. A global: type and mutability.
            1 => {
                section.byte()?;
                section.limits()?;
            }
            2 => section.limits()?,
            3 => {
                section.byte()?;
                section.byte()?;
            }
            _ => return None,
        }
    }
    Some(functions)
}

fn body_sizes(section: &mut Reader<'_>) -> Option<Vec<u64>> {
    (0..section.number()?).map(|_| Some(section.sized()?.bytes.len() as u64)).collect()
}

fn function_names(section: &mut Reader<'_>) -> Option<HashMap<u64, String>> {
    let mut names = HashMap::new();
    while !section.bytes.is_empty() {
        let id = section.byte()?;
        let mut subsection = section.sized()?;
        if id == NAMES_OF_FUNCTIONS {
            for _ in 0..subsection.number()? {
                let index = subsection.number()?;
                let name = String::from_utf8_lossy(subsection.sized()?.bytes).into_owned();
                names.insert(index, name);
            }
        }
    }
    Some(names)
}

/// The bytes left to read.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    /// An unsigned number in LEB128.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A length, and that many bytes.
    fn sized(&mut self) -> Option<Reader<'a>> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(Reader { bytes })
    }

    fn limits(&mut self) -> Option<()> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_their_crate() {
        assert_eq!(crate_of("serde_json::de::from_str::h0123"), "serde_json");
        assert_eq!(crate_of("<serde_json::value::Value as core::fmt::Display>::fmt"), "serde_json");
        assert_eq!(crate_of("<&mut bedrock_wasm::sign::Signer as core::ops::Drop>::drop"), "bedrock_wasm");
        assert_eq!(crate_of("core[3fa1b2]::fmt::write"), "core");
        assert_eq!(crate_of("__wbindgen_malloc"), "(exports and others)");
        assert_eq!(crate_of(""), "(exports and others)");
    }

    #[test]
    fn bytes_are_counted_past_the_imported_functions() {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        // One import, a.b, function of type 0: so the first body is function 1.
        section(&mut wasm, SECTION_IMPORT, &[1, 1, b'a', 1, b'b', 0, 0]);
        section(&mut wasm, SECTION_CODE, &[2, 2, 0, 0x0b, 3, 0, 0x01, 0x0b]);
        section(&mut wasm, SECTION_DATA, &[0; 5]);
        let mut names = vec![2, 1, 4];
        names.extend(b"x::a");
        names.extend([2, 4]);
        names.extend(b"y::b");
        let mut custom = vec![4];
        custom.extend(b"name");
        section(&mut custom, NAMES_OF_FUNCTIONS, &names);
        section(&mut wasm, SECTION_CUSTOM, &custom);
        let rows = bytes_by_crate(&wasm).unwrap();
        assert_eq!(rows, [("(data)".to_owned(), 5), ("y".to_owned(), 3), ("x".to_owned(), 2)]);
    }

    #[test]
    fn what_is_cut_short_is_refused() {
        assert_eq!(bytes_by_crate(b"\0asm\x01\0\0\0\x0a\x05\x01"), None);
        assert_eq!(bytes_by_crate(b"MZ"), None);
    }

    fn section(wasm: &mut Vec<u8>, id: u8, bytes: &[u8]) {
        wasm.push(id);
        wasm.push(bytes.len() as u8);
        wasm.extend(bytes);
    }
}
