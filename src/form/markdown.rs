//! Markdown of officials to HTML that is safe to show.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html as writer};
use std::sync::LazyLock;

/// What officials need, nothing that runs or loads: no image, no style, no script, no frame.
static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder
        .add_tags([
            "a",
            "p",
            "br",
            "hr",
            "ul",
            "ol",
            "li",
            "strong",
            "em",
            "del",
            "code",
            "pre",
            "blockquote",
            "h2",
            "h3",
            "h4",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ])
        .add_tag_attributes("a", ["href", "title"])
        .add_tag_attributes("ol", ["start"])
        .add_url_schemes(["http", "https", "mailto", "tel"])
        .link_rel(Some("noopener noreferrer"));
    builder
});

/// Quotations within each other: thousands would take the cleaner seconds.
const MAX_QUOTES: usize = 10;

/// Renders Markdown (CommonMark, tables, strikethrough). Titles begin at level 2: a page has one title of level 1, its own.
/// HTML written in the source is shown as text.
pub fn html(markdown: &str) -> String {
    // The page has the first level, and no level is left out: screen readers list titles by them.
    let (mut last, mut quotes) = (HeadingLevel::H1, 0_usize);
    let events =
        Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).filter_map(|event| {
            Some(match event {
                Event::Start(Tag::BlockQuote(_)) => {
                    quotes += 1;
                    return (quotes <= MAX_QUOTES).then_some(event);
                }
                Event::End(TagEnd::BlockQuote(_)) => {
                    quotes -= 1;
                    return (quotes < MAX_QUOTES).then_some(event);
                }
                Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                    last = lowered(level, last);
                    Event::Start(Tag::Heading { level: last, id, classes, attrs })
                }
                Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(last)),
                Event::Html(source) | Event::InlineHtml(source) => Event::Text(source),
                other => other,
            })
        });
    let mut page = String::with_capacity(markdown.len() * 2);
    writer::push_html(&mut page, events);
    CLEANER.clean(&page).to_string()
}

fn lowered(level: HeadingLevel, last: HeadingLevel) -> HeadingLevel {
    use HeadingLevel::{H1, H2, H3, H4};
    match (level, last) {
        (H1 | H2, _) | (_, H1) => H2,
        (H3, _) | (_, H2) => H3,
        _ => H4,
    }
}

/// The text of our own HTML, by lines, for where there are no tags: a point before the items of a list, an address after its
/// link.
pub fn lines(html: &str) -> Vec<String> {
    let (mut text, mut href) = (String::with_capacity(html.len()), None);
    let mut parts = html.split('<');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (tag, after) = part.split_once('>').unwrap_or(("", part));
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name {
            "li" => text.push_str("\n• "),
            "a" => href = tag.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()),
            "/a" => {
                let address = href.take().filter(|address| address.starts_with("http") && !text.ends_with(address));
                text.extend(address.map(|address| format!(" ({address})")));
            }
            "td" | "th" => text.push(' '),
            "p" | "br" | "h2" | "h3" | "h4" | "tr" | "pre" | "hr" | "/p" | "/ul" | "/ol" => text.push('\n'),
            _ => {}
        }
        text.push_str(after);
    }
    let text = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (entity, sign)| text.replace(entity, sign));
    text.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "•").map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{html, lines};

    #[test]
    fn quotations_nest_ten_deep_at_most() {
        let html = html(&format!("{}fin\n\nSuite", "> ".repeat(9_000)));
        assert_eq!(html.matches("<blockquote>").count(), 10);
        assert_eq!(html.matches("</blockquote>").count(), 10);
        assert!(html.contains("fin") && html.trim_end().ends_with("<p>Suite</p>"), "{html}");
    }

    #[test]
    fn html_is_told_without_tags() {
        let page = html("# Titre\n\nUn **mot** & <b>\n\n- a\n- [site](https://a.fr)\n\n<https://b.fr>");
        assert_eq!(lines(&page), ["Titre", "Un mot & <b>", "• a", "• site (https://a.fr)", "https://b.fr"]);
        assert_eq!(lines("sans balise"), ["sans balise"]);
    }

    #[test]
    fn text_is_laid_out() {
        assert_eq!(
            html("# Titre\n\n**Oui** [site](https://a.fr)").trim(),
            "<h2>Titre</h2>\n<p><strong>Oui</strong> <a href=\"https://a.fr\" rel=\"noopener noreferrer\">site</a></p>"
        );
    }

    #[test]
    fn nothing_runs() {
        for source in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<img src=x onerror=alert(1)>",
            "![x](https://a.fr/i.png)",
        ] {
            let page = html(source);
            assert!(
                !page.contains("<script") && !page.contains("href=\"javascript") && !page.contains("<img"),
                "{page}"
            );
        }
    }
}
