//! How is a study given on the command line?
//!
//! `--do COMMAND`, as often as one likes; each is checked before anything is read.

use std::fmt::Write as _;

use crate::session::LayoutMode;
use crate::session::script::{FORMS, ScriptError, check};

/// Commands to carry out on what was read.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ScriptArgs {
    /// Carry out a command once everything was read, as in 'select host 10.0.0.1'; can be given
    /// more than once. --help lists all commands
    #[arg(long = "do", value_name = "COMMAND", value_parser = checked)]
    pub commands: Vec<String>,
}

/// The command, if it is one.
fn checked(text: &str) -> Result<String, ScriptError> {
    check(text).map(|()| text.to_owned())
}

/// All commands, for `--help`.
#[must_use]
pub fn commands_help() -> String {
    let mut text = String::from(
        "Commands for --do:\n\
         An ITEM is host ADDRESS, edge ADDRESS ADDRESS, client ADDRESS, server ADDRESS, port NUMBER, \
         name \"NAME\", or a COLOUR: app NAME, protocol NAME.\n\n",
    );
    for (form, what) in FORMS {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {form}\n          {what}");
    }
    text
}

/// What places stand for, by its word.
///
/// # Errors
/// When there is no such mode.
pub fn parse_layout(text: &str) -> Result<LayoutMode, String> {
    LayoutMode::from_word(text).ok_or_else(|| {
        let words = LayoutMode::ALL.map(LayoutMode::word);
        format!("expected one of {}", words.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_begins_with_verbs_that_are_commands() {
        for (form, _) in FORMS {
            let all_plain = !form.contains(char::is_uppercase) && !form.contains('|');
            for verb in form.split(", ").filter(|_| all_plain) {
                assert!(check(verb).is_ok(), "{verb}");
            }
            let verb = form.split([' ', ',']).next().unwrap_or_default();
            let message = check(verb).map_or_else(|error| error.message, |()| String::new());
            assert_ne!(message, "there is no such command", "{form}");
        }
    }
}
