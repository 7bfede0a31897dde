//! Names of tools and members, in words.

/// The words in lower case, with spaces between: `getWeather` and `get_weather` are both "get weather".
pub(super) fn spaced(name: &str) -> String {
    let mut spaced = String::new();
    let mut previous_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && previous_lower {
            spaced.push(' ');
        }
        spaced.push(if c.is_alphanumeric() { c } else { ' ' });
        previous_lower = c.is_lowercase();
    }
    spaced.to_lowercase()
}
