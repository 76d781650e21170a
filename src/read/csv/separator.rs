//! What separates the fields of a table.

/// The separator, and the text without the line by which spreadsheets name it.
pub(super) fn of(text: &str) -> (u8, &str) {
    let first = text.lines().next().unwrap_or_default();
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] = *first.trim_end().as_bytes() {
        return (separator, text[first.len()..].trim_start_matches(['\r', '\n']));
    }
    let mut counts = [(b';', 0), (b'\t', 0), (b'|', 0), (b',', 0)];
    let mut is_quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            _ if !is_quoted => {
                counts.iter_mut().filter(|(it, _)| *it == byte).for_each(|(_, count)| *count += 1)
            }
            _ => {}
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let found = counts.iter().find(|(_, count)| *count == most && most > 0);
    (found.map_or(b',', |(separator, _)| *separator), text)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_header_tells_the_separator() {
        assert_eq!(of("id;name\n1;a,b,c,d").0, b';');
        assert_eq!(of("id\tname\n").0, b'\t');
        assert_eq!(of("id|name\n").0, b'|');
        assert_eq!(of("id,\"a;b;c\",name\n").0, b',');
        assert_eq!(of("id\n1\n").0, b',');
        assert_eq!(of("sep=;\r\nid;name\n"), (b';', "id;name\n"));
    }
}
