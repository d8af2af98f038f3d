//! Names in a JSON Pointer (RFC 6901).

use std::borrow::Cow;

/// A name as it is written in a pointer.
pub fn escape(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) { Cow::Owned(name.replace('~', "~0").replace('/', "~1")) } else { Cow::Borrowed(name) }
}

/// The name that is written in a pointer; `None` where it isn't written as one.
pub fn unescape(token: &str) -> Option<String> {
    let mut name = String::with_capacity(token.len());
    let mut chars = token.chars();
    while let Some(char) = chars.next() {
        match char {
            '~' => match chars.next()? {
                '0' => name.push('~'),
                '1' => name.push('/'),
                _ => return None,
            },
            char => name.push(char),
        }
    }
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_was_written() {
        for (name, written) in [("a/b", "a~1b"), ("~1", "~01"), ("~", "~0"), ("", ""), ("é", "é")] {
            assert_eq!((&*escape(name), unescape(written).as_deref()), (written, Some(name)));
        }
        assert_eq!([unescape("~"), unescape("a~2")], [None, None]);
    }
}
