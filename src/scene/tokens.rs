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
use crate::query::DifferenceClass;

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
    /// What is gone, and the window that is compared with.
    pub gone: Rgba,
    /// What is new, and the window that is looked at while another is compared with it.
    pub new: Rgba,
    /// The fullest cell of a picture of density.
    pub ink: Rgba,
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
    gone: Rgba::hex(0x4a_a8_ff),
    new: Rgba::hex(0xff_6f_a3),
    ink: Rgba::hex(0xa6_d4_ff),
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
    gone: Rgba::hex(0x1f_6f_b8),
    new: Rgba::hex(0xb0_30_6a),
    ink: Rgba::hex(0x12_2f_66),
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

/// The colour of what changed between two windows: reds for more, blues for less, grey for neither.
#[must_use]
pub const fn difference_color(class: DifferenceClass, theme: Theme) -> Rgba {
    match class {
        DifferenceClass::New => theme.colors().new,
        DifferenceClass::Grew => theme.pick([0xc2_3a_2a, 0xe8_30_5e]),
        DifferenceClass::Same => theme.pick([0x5f_63_61, 0x89_8e_94]),
        DifferenceClass::Shrank => theme.pick([0x14_62_d9, 0x23_93_ff]),
        DifferenceClass::Gone => theme.colors().gone,
    }
}

/// The colours of trend lines, which stand on bars of any application and carry a halo.
#[must_use]
pub fn trend_color(line: usize, theme: Theme) -> Rgba {
    const COLORS: [[u32; 2]; 5] = [
        [0xfa_ff_af, 0x8b_92_5b],
        [0x1e_88_1b, 0x20_31_00],
        [0x96_ff_ff, 0x05_68_5c],
        [0x96_4c_74, 0xc9_34_d1],
        [0xa6_7f_ff, 0x57_00_85],
    ];
    theme.pick(COLORS[line % COLORS.len()])
}

/// The colour of one of ten classes that have no colour of their own everywhere (components,
/// ports …); found as those of the applications were.
#[must_use]
pub fn class_color(class: usize, theme: Theme) -> Rgba {
    theme.pick(CLASS_COLORS.get(class).copied().unwrap_or(UNLISTED))
}

/// The colour of what has no class, or shares one with many: a grey that is none of the classes.
#[must_use]
pub const fn rest_color(theme: Theme) -> Rgba {
    theme.pick(UNLISTED)
}

/// The colour at a share, 0 to 1, of a ramp from little to much: lightness runs one way, so that
/// it can be read without hues, and what is most stands out most from the canvas.
#[must_use]
pub fn ramp_color(share: f32, theme: Theme) -> Rgba {
    let at = share.clamp(0.0, 1.0) * (RAMP_COLORS.len() - 1) as f32;
    let below = (at as usize).min(RAMP_COLORS.len() - 2);
    let [from, to] = [below, below + 1].map(|step| theme.pick(RAMP_COLORS[step]));
    from.mixed(to, at - below as f32)
}

/// Dark and light colour of each class.
const CLASS_COLORS: [[u32; 2]; 10] = [
    [0x98_a9_ff, 0x4f_6e_98],
    [0x1c_cc_a5, 0x29_4a_3c],
    [0xff_59_c0, 0x62_00_b7],
    [0xff_c6_f0, 0x6e_2b_5c],
    [0x1f_7b_88, 0x00_9d_95],
    [0xf8_00_5e, 0x89_10_00],
    [0xc1_ea_97, 0x7f_93_66],
    [0xbc_1d_d4, 0x9d_71_ff],
    [0x7f_6e_00, 0x84_62_4b],
    [0x6a_74_54, 0xe5_68_00],
];

/// Dark and light steps of a ramp.
const RAMP_COLORS: [[u32; 2]; 5] = [
    [0x5a_63_bd, 0x75_9a_80],
    [0x3f_87_c6, 0x3e_86_96],
    [0x3c_b3_b1, 0x33_66_a3],
    [0x96_d8_9c, 0x3c_3d_92],
    [0xf8_f7_b6, 0x2a_0f_52],
];

/// What is not listed: a middle grey, dark and light.
const UNLISTED: [u32; 2] = [0x8a_8a_8a, 0x6a_6a_6a];

/// Dark and light colour of each application.
const APPLICATION_COLORS: &[(Application, [u32; 2])] = &[
    (Application::Unknown, [0x77_77_77, 0x4d_4c_4c]),
    (Application::Tls, [0x41_b0_ff, 0x49_5b_d5]),
    (Application::Quic, [0x5f_76_fc, 0x14_18_5c]),
    (Application::Http, [0xbc_da_ff, 0x74_8b_f1]),
    (Application::Dns, [0x18_a7_65, 0x1c_9f_60]),
    (Application::Mdns, [0x33_72_49, 0x05_3e_04]),
    (Application::Llmnr, [0x8a_b7_98, 0x55_70_4f]),
    (Application::Nbns, [0xc8_ea_a8, 0x70_9d_82]),
    (Application::Smtp, [0xf8_f6_80, 0x74_6e_10]),
    (Application::Imap, [0xd3_b9_71, 0x8d_7b_40]),
    (Application::Pop3, [0x89_7a_43, 0x95_8d_43]),
    (Application::Ssh, [0x72_4b_bc, 0x54_00_ae]),
    (Application::Telnet, [0x7d_56_83, 0x86_6e_a1]),
    (Application::Rdp, [0x99_7f_b8, 0x55_3b_62]),
    (Application::Vnc, [0xbd_a9_d4, 0x77_4a_90]),
    (Application::Smb, [0xde_6a_00, 0xca_7f_14]),
    (Application::NbSession, [0xef_8c_24, 0x8c_55_36]),
    (Application::NbDatagram, [0x80_56_2d, 0x8a_41_07]),
    (Application::Nfs, [0xc5_95_7b, 0x61_3c_23]),
    (Application::Ftp, [0xb6_61_1e, 0xbd_82_66]),
    (Application::Tftp, [0xc0_83_43, 0xbc_6f_1e]),
    (Application::Ldap, [0xe8_b8_92, 0x7a_4f_3c]),
    (Application::Kerberos, [0x9d_70_5c, 0x8c_69_3d]),
    (Application::DceRpc, [0xd3_92_4a, 0x94_74_52]),
    (Application::Irc, [0xc5_10_04, 0x9c_00_29]),
    (Application::Xmpp, [0xf7_93_98, 0x5b_18_2a]),
    (Application::Sip, [0x9e_57_65, 0xa3_60_63]),
    (Application::Rtp, [0xb9_32_4e, 0x72_2e_36]),
    (Application::Stun, [0xfd_a7_b2, 0x76_09_0e]),
    (Application::Mqtt, [0xd5_73_85, 0xae_6d_73]),
    (Application::BitTorrent, [0x10_ee_cd, 0x05_74_73]),
    (Application::Gnutella, [0x8c_d8_db, 0x06_60_62]),
    (Application::Edonkey, [0x2b_8e_97, 0x13_47_4c]),
    (Application::Ethereum, [0xaf_eb_e8, 0x33_84_8a]),
    (Application::Bitcoin, [0x2d_d2_ba, 0x33_a1_a9]),
    (Application::MySql, [0xff_3b_9b, 0xce_3d_81]),
    (Application::Postgres, [0xbc_66_87, 0xab_34_6c]),
    (Application::MsSql, [0xf5_4a_c4, 0x99_05_7a]),
    (Application::Redis, [0x95_40_6c, 0x52_21_3d]),
    (Application::MongoDb, [0xb5_19_9b, 0xdb_63_95]),
    (Application::Modbus, [0xe4_d0_b3, 0xa3_7f_54]),
    (Application::Dnp3, [0xf7_d0_87, 0x42_36_1e]),
    (Application::Bacnet, [0x8e_64_33, 0x5e_4f_2d]),
    (Application::EtherNetIp, [0xac_82_54, 0xa2_8c_74]),
    (Application::S7, [0xc4_a6_75, 0x98_6b_2d]),
    (Application::Melsec, [0x77_5d_3f, 0x5b_46_15]),
    (Application::Coap, [0xa7_92_68, 0x7b_62_43]),
    (Application::WireGuard, [0x81_8a_df, 0x64_75_da]),
    (Application::OpenVpn, [0xac_bc_f6, 0x7c_89_c3]),
    (Application::Isakmp, [0x6d_65_b3, 0x39_18_7d]),
    (Application::L2tp, [0x94_9c_dc, 0x66_65_ab]),
    (Application::Pptp, [0x55_59_97, 0x4b_4c_b4]),
    (Application::Vxlan, [0x91_8e_aa, 0x35_2d_5a]),
    (Application::Geneve, [0xb9_c2_e9, 0x74_78_b9]),
    (Application::Gtp, [0x79_65_d1, 0x35_41_98]),
    (Application::Teredo, [0x79_71_ae, 0x46_4b_76]),
    (Application::Socks, [0x6e_6e_88, 0x30_36_4f]),
    (Application::Dhcp, [0x88_91_96, 0x76_79_7d]),
    (Application::Dhcpv6, [0x72_7e_85, 0x59_59_59]),
    (Application::Ntp, [0x96_a0_aa, 0x86_8d_95]),
    (Application::Snmp, [0xa4_a6_a7, 0x89_8a_8b]),
    (Application::Syslog, [0x67_73_7a, 0x4b_4f_56]),
    (Application::Ssdp, [0xa6_ac_b7, 0x61_63_66]),
    (Application::Slp, [0x6d_6e_6f, 0x41_42_44]),
    (Application::WsDiscovery, [0x98_9a_9c, 0x6b_74_7f]),
    (Application::Radius, [0x7e_88_8f, 0x7f_83_89]),
    (Application::Bgp, [0xb7_bd_c9, 0x72_72_73]),
    (Application::Rip, [0xbb_bd_be, 0x66_6c_78]),
    (Application::Hsrp, [0x90_91_91, 0x5d_67_6e]),
    (Application::NetFlow, [0x62_69_74, 0x52_54_57]),
    (Application::SFlow, [0x7d_7e_80, 0x47_49_4d]),
    (Application::SunRpc, [0x91_53_18, 0x93_4b_1f]),
    (Application::Rtsp, [0xac_5f_66, 0x85_46_4b]),
];

/// Dark and light colour of each common protocol.
const PROTOCOL_COLORS: &[(Protocol, [u32; 2])] = &[
    (Protocol::TCP, [0x45_56_cb, 0x0e_05_8b]),
    (Protocol::UDP, [0x53_80_02, 0x1f_59_3a]),
    (Protocol::ICMP, [0xfe_58_72, 0x50_0b_02]),
    (Protocol::ICMPV6, [0x99_47_66, 0xb9_7e_95]),
    (Protocol::ARP, [0xf2_f4_b5, 0x92_92_57]),
    (Protocol::IGMP, [0xab_fd_f5, 0x26_7e_6e]),
    (Protocol::SCTP, [0xa3_7d_aa, 0x3c_18_3f]),
    (Protocol(47), [0xb9_bb_fe, 0x78_8b_e2]),     // GRE
    (Protocol(50), [0xa6_6f_54, 0xdd_69_11]),     // ESP
    (Protocol(89), [0xde_c0_85, 0x62_3b_01]),     // OSPF
    (Protocol(51), [0xdd_86_29, 0x9b_66_49]),     // AH
    (Protocol(0x88cc), [0x9f_a1_a3, 0x46_49_50]), // LLDP
    (Protocol(4), [0x79_8a_f4, 0x61_57_be]),      // IPIP
    (Protocol(41), [0x8c_5e_92, 0x78_4d_7d]),     // IPV6
];
