//! Which command draws this picture again?
//!
//! The picture carries it, quoted for a shell, without the options that are as by default.

use super::args::{BackgroundArg, NodeArg, RenderArgs};
use crate::scene::tokens::Theme;
use crate::scene::{ColorBy, SizeBy};
use crate::session::State;

impl RenderArgs {
    /// The command that draws this picture again, without what is as by default.
    pub(super) fn recipe(&self, state: &State) -> String {
        let mut words: Vec<String> = vec!["flowloom".into(), "render".into()];
        words.extend(
            self.files
                .iter()
                .map(|file| quoted(&file.to_string_lossy())),
        );
        let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
        option("-o", quoted(&self.output.to_string_lossy()));
        option("--size", format!("{}x{}", self.size[0], self.size[1]));
        option("--scale", self.scale.to_string());
        option("--seed", state.seed.to_string());
        option(
            "--theme",
            if self.theme() == Theme::Dark {
                "dark"
            } else {
                "light"
            }
            .into(),
        );
        if !self.filter.is_empty() {
            option("--filter", quoted(&self.filter.to_string()));
        }
        if self.background == Some(BackgroundArg::Transparent) {
            option("--background", "transparent".into());
        }
        if let Some(color_by) = self.color_by.filter(|&of| of != ColorBy::Application) {
            option("--color-by", color_by.word());
        }
        if let Some(size_by) = self.size_by.filter(|&of| of != SizeBy::Degree) {
            option("--size-by", size_by.word().into());
        }
        if self.node == Some(NodeArg::Mac) {
            option("--node", "mac".into());
        }
        if !self.caption.is_empty() {
            option("--caption", quoted(&self.caption));
        }
        for command in &self.script.commands {
            option("--do", quoted(command));
        }
        let flags = [
            ("--size-log", self.size_log),
            ("--no-legend", self.no_legend),
            ("--non-ip", self.non_ip),
        ];
        words.extend(
            flags
                .into_iter()
                .filter(|(_, on)| *on)
                .map(|(flag, _)| flag.to_owned()),
        );
        words.join(" ")
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./+:,=@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipe_can_be_pasted_into_a_shell() {
        assert_eq!(quoted("a/b-1.pcap"), "a/b-1.pcap");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
