//! Which command draws this picture again?
//!
//! The picture carries it, quoted for a shell. What is as by default is left out, unless it was
//! asked for: a session may have something else.

use super::args::{BackgroundArg, NodeArg, RenderArgs};
use crate::cli::info::DEFAULT_IDLE_TIMEOUT_SECONDS;
use crate::scene::tokens::Theme;
use crate::session::State;

impl RenderArgs {
    /// The command that draws this picture again.
    pub(super) fn recipe(&self, state: &State) -> String {
        let mut words = Words(vec!["flowloom".into(), "render".into()]);
        for file in &self.files {
            words.path(&file.to_string_lossy());
        }
        words.0.push("-o".into());
        words.path(&self.output.to_string_lossy());
        words.option("--size", &format!("{}x{}", self.size[0], self.size[1]));
        words.option("--scale", &self.scale.to_string());
        words.option("--seed", &state.seed.to_string());
        let is_dark = self.theme() == Theme::Dark;
        words.option("--theme", if is_dark { "dark" } else { "light" });
        if !self.filter.is_empty() {
            words.option("--filter", &self.filter.to_string());
        }
        if self.background == Some(BackgroundArg::Transparent) {
            words.option("--background", "transparent");
        }
        if let Some(color_by) = self.color_by {
            words.option("--color-by", &color_by.word());
        }
        if let Some(size_by) = self.size_by {
            words.option("--size-by", size_by.word());
        }
        if let Some(layout) = self.layout {
            words.option("--layout", layout.word());
        }
        if let Some(node) = self.node {
            let word = match node {
                NodeArg::Host => "host",
                NodeArg::Mac => "mac",
            };
            words.option("--node", word);
        }
        if let Some(levels) = &self.group_by {
            words.option("--group-by", &levels.to_string());
        }
        if !self.caption.is_empty() {
            words.option("--caption", &self.caption);
        }
        for command in &self.script.commands {
            words.option("--do", command);
        }
        let reading = &self.reading;
        if reading.idle_timeout != DEFAULT_IDLE_TIMEOUT_SECONDS {
            words.option("--idle-timeout", &reading.idle_timeout.to_string());
        }
        if reading.active_timeout != 0 {
            words.option("--active-timeout", &reading.active_timeout.to_string());
        }
        words.flag("--size-log", self.size_log);
        words.flag("--no-legend", self.no_legend);
        words.flag("--fold", self.fold);
        words.flag("--non-ip", self.non_ip);
        words.flag("--innermost", reading.innermost);
        words.flag("--vlan-in-key", reading.vlan_in_key);
        words.0.join(" ")
    }
}

/// The words of a command, each as a shell takes it.
struct Words(Vec<String>);

impl Words {
    /// A file; one whose name begins like an option is named by its folder, too.
    fn path(&mut self, path: &str) {
        let folder = if path.starts_with('-') && path != "-" {
            "./"
        } else {
            ""
        };
        self.0.push(quoted(&format!("{folder}{path}")));
    }

    /// An option; a value that begins like one is tied to its name.
    fn option(&mut self, name: &str, value: &str) {
        if value.starts_with('-') {
            self.0.push(format!("{name}={}", quoted(value)));
        } else {
            self.0.extend([name.to_owned(), quoted(value)]);
        }
    }

    fn flag(&mut self, name: &str, on: bool) {
        if on {
            self.0.push(name.to_owned());
        }
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
    use clap::Parser as _;

    use super::*;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        args: RenderArgs,
    }

    /// The recipe of a picture drawn by these words, after `flowloom`.
    #[track_caller]
    fn check(words: &[&str], expected: &str) {
        let line = Line::try_parse_from(words).expect("options");
        let recipe = line.args.recipe(&State::default());
        assert!(recipe.ends_with(expected), "{recipe}");
        if !recipe.contains('\'') {
            let again: Vec<&str> = recipe.split(' ').skip(1).collect();
            let line = Line::try_parse_from(again).expect("a recipe");
            assert_eq!(line.args.recipe(&State::default()), recipe);
        }
    }

    #[test]
    fn a_recipe_draws_the_same_picture() {
        let words = ["render", "a.pcap", "-o", "a.png"];
        let with = |more: &[&'static str]| [&words[..], more].concat();
        check(&with(&[]), " --theme dark");
        // What a session may have otherwise.
        let chosen = ["--color-by", "application", "--node", "host"];
        check(&with(&chosen), "--color-by application --node host");
        // How flows are cut decides what there is to draw.
        check(
            &with(&["--innermost", "--vlan-in-key", "--active-timeout", "60"]),
            "--active-timeout 60 --innermost --vlan-in-key",
        );
        check(&with(&["--layout", "addresses"]), "--layout addresses");
        check(&with(&["--idle-timeout", "0"]), "--idle-timeout 0");
        check(&with(&["--caption=-5"]), "--caption=-5");
        let hidden = ["render", "-o", "./-a.png", "--", "-a.pcap"];
        check(&hidden, " --theme dark");
    }

    #[test]
    fn a_recipe_can_be_pasted_into_a_shell() {
        assert_eq!(quoted("a/b-1.pcap"), "a/b-1.pcap");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
