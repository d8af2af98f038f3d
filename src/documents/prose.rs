//! Markdown as documents draw it: nodes that `prose` of `templates/documents/base.typ` lays out. Only what is listed here
//! comes out: no image, no style, and links to addresses that people know.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};
use serde_json::{Value, json};

/// What stands within what, at most: each level costs whoever draws it.
const DEEPEST: usize = 12;
const SCHEMES: [&str; 4] = ["http:", "https:", "mailto:", "tel:"];

/// The nodes of a text whose titles begin at level `top`: no level is left out, screen readers list titles by them.
pub fn nodes(markdown: &str, top: u8) -> Vec<Value> {
    let mut reading = Reading { open: vec![json!({ "of": [] })], depth: 0, top, last: top.saturating_sub(1) };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reading.take(event);
    }
    reading.open.pop().and_then(|mut root| root["of"].as_array_mut().map(std::mem::take)).unwrap_or_default()
}

/// A text that is being read: the nodes that are open, the innermost last.
struct Reading {
    open: Vec<Value>,
    /// Of the tags that are open, those that made no node included.
    depth: usize,
    top: u8,
    /// The level of the last title.
    last: u8,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                let node = if self.depth > DEEPEST { Value::Null } else { self.node(tag) };
                self.open.push(node);
            }
            Event::End(_) => {
                self.depth -= 1;
                if let Some(node) = self.open.pop().filter(|node| !node.is_null()) {
                    self.add(node);
                }
            }
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => self.write(&text),
            Event::SoftBreak => self.write(" "),
            Event::HardBreak => self.add(json!({ "is": "break" })),
            Event::Rule => self.add(json!({ "is": "rule" })),
            _ => {}
        }
    }

    /// What a tag opens; null for one that only holds what stands in it.
    fn node(&mut self, tag: Tag<'_>) -> Value {
        let is = match tag {
            Tag::Paragraph => "paragraph",
            Tag::Strong => "strong",
            Tag::Emphasis => "emphasis",
            Tag::Strikethrough => "strike",
            Tag::Item => "item",
            Tag::BlockQuote(_) => "quote",
            Tag::CodeBlock(_) => "paragraph",
            Tag::Table(_) => "table",
            Tag::TableHead | Tag::TableRow => "row",
            Tag::TableCell => "cell",
            Tag::Heading { level, .. } => return self.heading(level),
            Tag::List(start) => return json!({ "is": "list", "start": start.map(|n| n.min(9_999)), "of": [] }),
            Tag::Link { dest_url, .. } if SCHEMES.iter().any(|scheme| dest_url.starts_with(scheme)) => {
                return json!({ "is": "link", "href": dest_url.as_ref(), "of": [] });
            }
            _ => return Value::Null,
        };
        json!({ "is": is, "of": [] })
    }

    fn heading(&mut self, level: HeadingLevel) -> Value {
        // The first two levels are one: the document has a title of its own.
        let wanted = self.top + (level as u8).saturating_sub(2);
        self.last = wanted.min(self.last + 1).min(6);
        json!({ "is": "heading", "level": self.last, "of": [] })
    }

    /// What the innermost open node holds.
    fn inside(&mut self) -> Option<&mut Vec<Value>> {
        self.open.iter_mut().rev().find(|node| !node.is_null())?["of"].as_array_mut()
    }

    fn add(&mut self, node: Value) {
        if let Some(inside) = self.inside() {
            inside.push(node);
        }
    }

    /// Text that follows text is one: a tag may have been read in parts.
    fn write(&mut self, text: &str) {
        let before = self.inside().and_then(|inside| inside.last_mut()).filter(|node| node["is"] == "text");
        match before {
            Some(node) => {
                let whole = format!("{}{text}", node["text"].as_str().unwrap_or_default());
                node["text"] = whole.into();
            }
            None => self.add(json!({ "is": "text", "text": text })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Value {
        json!({ "is": "text", "text": text })
    }

    #[test]
    fn a_text_is_read_as_nodes() {
        let found =
            nodes("# Arrêté\n\nVu **la** loi\nn° [5](https://a.fr) {{ form.a_b }},\\\nsuite\n\n3. un\n4. deux", 2);
        assert_eq!(
            Value::from(found),
            json!([
                { "is": "heading", "level": 2, "of": [text("Arrêté")] },
                { "is": "paragraph", "of": [
                    text("Vu "), { "is": "strong", "of": [text("la")] }, text(" loi n° "),
                    { "is": "link", "href": "https://a.fr", "of": [text("5")] }, text(" {{ form.a_b }},"),
                    { "is": "break" }, text("suite"),
                ] },
                { "is": "list", "start": 3, "of": [
                    { "is": "item", "of": [text("un")] }, { "is": "item", "of": [text("deux")] },
                ] },
            ])
        );
        let table = nodes("| a | b |\n|---|---|\n| 1 | 2 |", 2);
        assert_eq!(table[0]["of"].as_array().unwrap().len(), 2);
        assert_eq!(table[0]["of"][1]["of"][1], json!({ "is": "cell", "of": [text("2")] }));
    }

    #[test]
    fn no_level_of_title_is_left_out() {
        let levels = |markdown: &str, top: u8| -> Vec<u64> {
            nodes(markdown, top).iter().filter_map(|node| node["level"].as_u64()).collect()
        };
        assert_eq!(levels("#### a\n\n# b\n\n###### c\n\n### d", 2), [2, 2, 3, 3]);
        assert_eq!(levels("## a\n\n### b", 3), [3, 4]);
    }

    #[test]
    fn what_runs_or_loads_is_text() {
        let told = |markdown: &str| Value::from(nodes(markdown, 2)).to_string();
        assert!(told("<script>x</script>").contains("<script>"));
        for source in ["[x](javascript:a)", "![x](https://a.fr/i.png)", "[x](file:///etc/passwd)"] {
            let nodes = told(source);
            assert!(nodes.contains("\"x\"") && !nodes.contains("href") && !nodes.contains("i.png"), "{nodes}");
        }
    }

    fn depth(node: &Value) -> usize {
        let inside = node["of"].as_array().into_iter().flatten();
        1 + inside.map(depth).max().unwrap_or_default()
    }

    proptest! {
        /// Whatever is written, each node has a name, and none is too deep to be drawn.
        #[test]
        fn every_text_is_read(source in r"([>\-*_#|\[\]()`~<&\\ \n]|[a-z0-9]|\{\{|\}\}){0,120}", quotes in 0usize..40) {
            let all = nodes(&format!("{}{source}", "> ".repeat(quotes)), 2);
            let mut left: Vec<&Value> = all.iter().collect();
            while let Some(node) = left.pop() {
                prop_assert!(node["is"].is_string(), "{node}");
                left.extend(node["of"].as_array().into_iter().flatten());
            }
            prop_assert!(all.iter().map(depth).max().unwrap_or_default() <= DEEPEST + 1);
        }
    }
}
