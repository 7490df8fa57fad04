//! Which colours, sizes and fonts does Flowloom use?
//!
//! Every colour literal of the program is in this file; a test keeps them out of all others.
//! Protocol hues are assigned by family and never change, so that DNS has one colour in the graph,
//! the bars, the legend and every export. The values were found by annealing the least CIEDE2000
//! distance (Sharma, Wu, Dalal 2005) of the twelve most common applications and the highlight
//! under normal sight and simulated protanopia, deuteranopia and tritanopia (Machado, Oliveira,
//! Fernandes 2009), inside a hue window for each family and at a contrast of at least 3 to the
//! canvas; `tests/scene.rs` measures it again.

use crate::capture::{Application, Protocol};

/// An sRGB colour with straight (not premultiplied) alpha.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgba(pub [u8; 4]);

impl Rgba {
    /// Nothing.
    pub const TRANSPARENT: Self = Self([0; 4]);

    /// From `0xRRGGBB`, opaque.
    #[must_use]
    pub const fn hex(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self([red, green, blue, 255])
    }

    /// The same colour with another alpha, 0 to 255.
    #[must_use]
    pub const fn with_alpha(self, alpha: u8) -> Self {
        let [red, green, blue, _] = self.0;
        Self([red, green, blue, alpha])
    }

    /// The colour at `share` (0 to 1) of the way to another one, in sRGB values; alpha as well.
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        let share = share.clamp(0.0, 1.0);
        Self(std::array::from_fn(|channel| {
            let (from, to) = (f32::from(self.0[channel]), f32::from(other.0[channel]));
            (from + (to - from) * share).round() as u8
        }))
    }

    /// Alpha, 0 to 1.
    #[must_use]
    pub fn alpha(self) -> f32 {
        f32::from(self.0[3]) / 255.0
    }

    /// `#rrggbb` without alpha, as SVG and CSS write it.
    #[must_use]
    pub fn css(self) -> String {
        let [red, green, blue, _] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

/// Light or dark surroundings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Light text on a dark canvas.
    #[default]
    Dark,
    /// Dark text on a light canvas.
    Light,
}

/// The colours of one theme that do not stand for data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colors {
    /// Behind the graph.
    pub canvas: Rgba,
    /// Behind panels.
    pub panel: Rgba,
    /// Behind fields and buttons on a panel.
    pub field: Rgba,
    /// Separators and outlines.
    pub line: Rgba,
    /// Text.
    pub text: Rgba,
    /// Text that may be overlooked.
    pub weak_text: Rgba,
    /// The selection, and nothing else.
    pub highlight: Rgba,
    /// Present, but not what one is looking at.
    pub context: Rgba,
    /// Something went wrong.
    pub error: Rgba,
    /// The first of two compared windows, and what is gone.
    pub window_a: Rgba,
    /// The second of two compared windows, and what is new.
    pub window_b: Rgba,
}

const DARK: Colors = Colors {
    canvas: Rgba::hex(0x12_15_1a),
    panel: Rgba::hex(0x1a_1e_25),
    field: Rgba::hex(0x24_2a_33),
    line: Rgba::hex(0x2b_32_3c),
    text: Rgba::hex(0xdc_e1_e8),
    weak_text: Rgba::hex(0x8c_96_a4),
    highlight: Rgba::hex(0xff_b0_00),
    context: Rgba::hex(0x3a_42_4e),
    error: Rgba::hex(0xff_7a_70),
    window_a: Rgba::hex(0x4a_a8_ff),
    window_b: Rgba::hex(0xff_6f_a3),
};

const LIGHT: Colors = Colors {
    canvas: Rgba::hex(0xfb_fb_f9),
    panel: Rgba::hex(0xf1_f1_ee),
    field: Rgba::hex(0xff_ff_ff),
    line: Rgba::hex(0xd6_d6_d0),
    text: Rgba::hex(0x20_24_2a),
    weak_text: Rgba::hex(0x66_6d_76),
    highlight: Rgba::hex(0xc2_41_0c),
    context: Rgba::hex(0xc9_cc_d0),
    error: Rgba::hex(0xb4_23_18),
    window_a: Rgba::hex(0x1f_6f_b8),
    window_b: Rgba::hex(0xb0_30_6a),
};

impl Theme {
    /// The colours that do not stand for data.
    #[must_use]
    pub const fn colors(self) -> &'static Colors {
        match self {
            Self::Dark => &DARK,
            Self::Light => &LIGHT,
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Dark,
        }
    }

    const fn pick(self, [dark, light]: [u32; 2]) -> Rgba {
        Rgba::hex(match self {
            Self::Dark => dark,
            Self::Light => light,
        })
    }
}

/// Body text, in points.
pub const BODY_PTS: f32 = 13.0;
/// Dense tables, legends and labels of nodes, in points.
pub const SMALL_PTS: f32 = 11.0;
/// Titles, in points.
pub const TITLE_PTS: f32 = 16.0;
/// The spacing grid, in points; distances are multiples of it.
pub const GRID_PTS: f32 = 4.0;
/// Corner radius of panels and cards, in points.
pub const CORNER_PTS: f32 = 4.0;
/// Height of one row of a legend or table, in points.
pub const ROW_PTS: f32 = 18.0;

/// The applications that a picture is most likely to show together; their colours are furthest
/// apart.
pub const MOST_COMMON: [Application; 12] = [
    Application::Tls,
    Application::Quic,
    Application::Http,
    Application::Dns,
    Application::Mdns,
    Application::Smtp,
    Application::Ssh,
    Application::Smb,
    Application::Irc,
    Application::BitTorrent,
    Application::Ntp,
    Application::Unknown,
];

/// The colour of an application, the same everywhere within a theme.
#[must_use]
pub fn application_color(application: Application, theme: Theme) -> Rgba {
    // The table lists every application, which a test checks.
    let found = APPLICATION_COLORS.iter().find(|(of, _)| *of == application);
    theme.pick(found.map_or(UNLISTED, |&(_, pair)| pair))
}

/// The colour of a transport or link protocol, the same everywhere within a theme.
#[must_use]
pub fn protocol_color(protocol: Protocol, theme: Theme) -> Rgba {
    let found = PROTOCOL_COLORS.iter().find(|(of, _)| *of == protocol);
    theme.pick(found.map_or(UNLISTED, |&(_, pair)| pair))
}

/// What is not listed: a middle grey, dark and light.
const UNLISTED: [u32; 2] = [0x8a_8a_8a, 0x6a_6a_6a];

//PALETTE-BEGIN
/// Dark and light colour of each application.
const APPLICATION_COLORS: &[(Application, [u32; 2])] = &[
    (Application::Tls, [0x60_8d_ff, 0x2f_5f_d0]),
    (Application::Quic, [0x43_53_d6, 0x26_2f_9c]),
    (Application::Http, [0xb0_c0_f7, 0x6a_8a_d8]),
    (Application::Dns, [0x15_c2_75, 0x1a_8a_40]),
    (Application::Mdns, [0xae_fe_c7, 0x5a_a0_60]),
    (Application::Smtp, [0xec_e5_32, 0x8a_80_00]),
    (Application::Ssh, [0x9e_76_aa, 0x7a_40_90]),
    (Application::Smb, [0xd2_78_03, 0xb0_5a_00]),
    (Application::Irc, [0xb2_36_36, 0xa0_20_20]),
    (Application::BitTorrent, [0x01_7e_6d, 0x00_6a_5a]),
    (Application::Ntp, [0xa0_a6_b0, 0x70_76_80]),
    (Application::Unknown, [0x70_70_6e, 0x50_50_4e]),
];
/// Dark and light colour of each common protocol.
const PROTOCOL_COLORS: &[(Protocol, [u32; 2])] = &[
    (Protocol::TCP, [0x60_8d_ff, 0x2f_5f_d0]),
    (Protocol::UDP, [0x15_c2_75, 0x1a_8a_40]),
    (Protocol::ICMP, [0xb2_36_36, 0xa0_20_20]),
];
//PALETTE-END
