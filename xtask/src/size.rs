//! What a page pays for the package, against the budget, and which crates the bytes are from.

use crate::Result;
use crate::Stop;
use crate::build;
use crate::build::Names;
use crate::process;
use crate::setup;
use crate::wasm_crates;
use crate::workspace;

/// Everything that a page loads with the main entry, brotli -11, in bytes.
const PAGE_BROTLI_BYTES_MAX: u64 = 40 * 1024;

/// `cargo xtask size [--by-crate] [--check]`
pub(crate) fn main(arguments: &[String]) -> std::result::Result<(), Stop> {
    let mut by_crate = false;
    let mut check = false;
    for argument in arguments {
        match argument.as_str() {
            "--by-crate" => by_crate = true,
            "--check" => check = true,
            unknown => {
                return Err(Stop::usage(format!("size has no option `{unknown}`; it has --by-crate and --check")));
            }
        }
    }
    build::package()?;
    if by_crate {
        print_by_crate()?;
    }
    let measures = measure()?;
    print_table(&measures);
    match check_budget(&measures) {
        Err(over) if check => Err(over.into()),
        Err(over) => {
            println!("{over}");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// One row: bytes as they are, and compressed.
struct Measure {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

fn measure() -> Result<Vec<Measure>> {
    let npm = setup::build_tools()?;
    let printed = process::output(build::script(&npm, "size.mjs").arg(workspace::package()))?;
    let rows: Option<Vec<Measure>> = printed.lines().map(parse).collect();
    rows.ok_or_else(|| format!("size.mjs printed something else than four columns:\n{printed}"))
}

fn parse(line: &str) -> Option<Measure> {
    let mut columns = line.split('\t');
    let name = columns.next()?.to_owned();
    let mut number = || columns.next()?.parse().ok();
    Some(Measure { name, raw: number()?, gzip: number()?, brotli: number()? })
}

fn print_table(measures: &[Measure]) {
    println!("{:<26}{:>10}{:>10}{:>12}", "bytes", "raw", "gzip -9", "brotli -11");
    for Measure { name, raw, gzip, brotli } in measures {
        println!("{name:<26}{raw:>10}{gzip:>10}{brotli:>12}");
    }
}

fn check_budget(measures: &[Measure]) -> Result<()> {
    let page = measures.iter().find(|measure| measure.name == "page").ok_or("size.mjs measured no page")?;
    if page.brotli > PAGE_BROTLI_BYTES_MAX {
        let over = page.brotli - PAGE_BROTLI_BYTES_MAX;
        return Err(format!(
            "budget: a page loads {} B brotli, {over} B over the budget of {PAGE_BROTLI_BYTES_MAX} B",
            page.brotli
        ));
    }
    println!("budget: {} of {PAGE_BROTLI_BYTES_MAX} B brotli for all that a page loads", page.brotli);
    Ok(())
}

/// Function bytes by crate. Optimised like the published wasm, but with names, which that one does without.
fn print_by_crate() -> Result<()> {
    let npm = setup::build_tools()?;
    let folder = workspace::target().join("size");
    workspace::fresh_folder(&folder)?;
    build::bindings(&folder, build::Module::Native)?;
    let named = folder.join("named.wasm");
    build::optimize(&npm, &folder.join("bindings_bg.wasm"), &named, Names::Kept)?;
    let wasm = std::fs::read(&named).map_err(|error| format!("cannot read {}: {error}", named.display()))?;
    let rows = wasm_crates::bytes_by_crate(&wasm).ok_or("wasm-opt wrote a file without functions and their names")?;
    let total: u64 = rows.iter().map(|(_, bytes)| bytes).sum();
    println!("{:<26}{:>10}{:>10}", "bytes by crate, raw", "bytes", "share");
    for (name, bytes) in &rows {
        println!("{name:<26}{bytes:>10}{:>9.1}%", *bytes as f64 * 100.0 / total as f64);
    }
    println!("{:<26}{total:>10}\n", "together");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(brotli: u64) -> Vec<Measure> {
        vec![Measure { name: "page".to_owned(), raw: 0, gzip: 0, brotli }]
    }

    #[test]
    fn the_budget_is_kept_up_to_its_last_byte() {
        assert!(check_budget(&page(40_960)).is_ok());
        let error = check_budget(&page(40_961)).unwrap_err();
        assert!(error.contains("1 B over the budget of 40960 B"), "{error}");
    }

    #[test]
    fn a_budget_without_measure_fails() {
        assert!(check_budget(&[]).is_err());
    }

    #[test]
    fn rows_are_read() {
        let row = parse("slim page\t3\t2\t1").unwrap();
        assert_eq!((row.name.as_str(), row.raw, row.gzip, row.brotli), ("slim page", 3, 2, 1));
        assert!(parse("slim page\t3\t2").is_none());
    }
}
