//! How a page looks, and what axe-core says of it.

use super::Browser;
use serde_json::json;
use std::path::Path;
use std::sync::LazyLock;

/// The narrowest screen that pages are made for (WCAG 2.2, 1.4.10), in pixels.
pub const NARROWEST: u32 = 320;

impl Browser {
    /// Looks at the page: keeps a picture, refuses what axe-core finds and what scrolls sideways.
    pub async fn inspect(&self, name: &str) {
        self.picture(name).await;
        let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let overflow = self.client.execute(wide, vec![]).await.unwrap();
        assert_eq!(overflow, json!(0), "{name} scrolls sideways at {} px", self.look.width);
        let violations = self.violations().await;
        assert!(
            violations.is_empty(),
            "axe on {name} ({:?}, {}):\n{}",
            self.look,
            self.path().await,
            violations.join("\n")
        );
    }

    /// The same in light, and on the narrowest screen in dark too.
    pub async fn inspect_schemes(&self, name: &str) {
        self.inspect(&format!("{name}-clair")).await;
        if self.look.width == NARROWEST {
            self.dark(true).await;
            self.inspect(&format!("{name}-sombre")).await;
            self.dark(false).await;
        }
    }

    /// Shows the pages to someone who prefers a dark screen, or a light one.
    pub async fn dark(&self, dark: bool) {
        let scheme = json!({ "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } });
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": [scheme] })).await;
    }

    pub async fn violations(&self) -> Vec<String> {
        static AXE: LazyLock<String> = LazyLock::new(|| {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/node_modules/axe-core/axe.min.js");
            std::fs::read_to_string(path).expect("npm ci")
        });
        self.client.execute(&AXE, vec![]).await.unwrap();
        // axe waits on timers, which stand still in a page without scripts. The page's own were skipped for good.
        self.scripts(true).await;
        let run = "const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(result => done(result.violations.map(violation =>
                violation.id + ': ' + violation.nodes.map(node => node.html + ' — ' + node.failureSummary).join(' | '))))";
        let found = self.client.execute_async(run, vec![]).await.unwrap();
        self.scripts(self.look.javascript).await;
        serde_json::from_value(found).unwrap()
    }

    /// A picture of the whole page, in target/screenshots.
    pub async fn picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let shot = self.devtools("Page.captureScreenshot", json!({ "captureBeyondViewport": true })).await;
        use base64::{Engine, prelude::BASE64_STANDARD};
        let bytes = BASE64_STANDARD.decode(shot["data"].as_str().unwrap_or_default()).unwrap();
        std::fs::write(folder.join(format!("{name}-{}.png", self.look.width)), bytes).unwrap();
    }
}
