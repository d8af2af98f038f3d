//! Lines of text of a bounded width.

/// The words in lines of at most `most` signs; a longer word is cut.
pub(super) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let signs: Vec<char> = word.chars().collect();
        for (n, piece) in signs.chunks(most).enumerate() {
            let piece: String = piece.iter().collect();
            match lines.last_mut().filter(|line| n == 0 && line.chars().count() + 1 + piece.chars().count() <= most) {
                Some(line) => {
                    line.push(' ');
                    line.push_str(&piece);
                }
                None => lines.push(piece),
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn words_stay_whole_while_they_fit() {
        assert_eq!(wrapped("Déposer la  demande", 12), ["Déposer la", "demande"]);
        assert_eq!(wrapped("anticonstitutionnellement non", 10), ["anticonsti", "tutionnell", "ement non"]);
        assert!(wrapped("  ", 10).is_empty());
    }
}
