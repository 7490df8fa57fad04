//! What do machines do by themselves?
//!
//! Sensors report, the server watches devices and copies itself, clocks are set, the switch
//! announces itself.

use super::super::contact::{control, datagram, link_frame, ping};
use super::super::payload::{devices, lan, plain};
use super::super::script::{Line, MILLISECOND, MINUTE, SECOND};
use super::super::talk::{Side, Talk};
use super::super::wire::Host;
use super::Story;

const END: u64 = 30 * MINUTE;
const LLDP: u16 = 0x88CC;
/// Seconds from 1900 to 09:00 of the day, as NTP counts.
const NTP_DAWN: u32 = 3_969_421_200;

/// Tells of everything that nobody asked for.
pub fn tell(story: &mut Story<'_>) {
    sensors(story);
    heating(story);
    watch(story);
    clocks(story);
    backup(story);
    switch(story);
}

fn sensors(story: &mut Story<'_>) {
    const KINDS: [&str; 5] = ["temperature", "humidity", "door", "light", "co2"];
    let broker = story.office.broker.port(1883);
    for (index, sensor) in story.office.sensors.clone().into_iter().enumerate() {
        let start = story.random.below(20 * SECOND);
        story.script.at(start, move |line| {
            let topic = format!("office/room{index}/{}", KINDS[index % KINDS.len()]);
            let mut talk = Talk::open(
                line,
                start,
                sensor.port(40_000 + index as u16),
                broker,
                "mqtt",
            );
            talk.ask(
                &devices::mqtt_connect(&format!("sensor{index}")),
                &devices::mqtt_welcome(),
            );
            while talk.now() < END - MINUTE {
                let value = talk.random().between(180, 260).to_string();
                talk.say(Side::Client, &devices::mqtt_publish(&topic, &value));
                talk.pause(15 * SECOND);
                talk.ask(&devices::mqtt_ping(0xC0), &devices::mqtt_ping(0xD0));
                talk.pause(15 * SECOND);
            }
        });
    }
}

fn heating(story: &mut Story<'_>) {
    let (client, controller) = (
        story.office.broker.port(45_502),
        story.office.heating.port(502),
    );
    let start = 11 * SECOND;
    story.script.at(start, move |line| {
        let mut talk = Talk::open(line, start, client, controller, "modbus");
        for transaction in 1..=58 {
            let value = talk.random().between(190, 230) as u16;
            talk.ask(
                &devices::modbus_read(transaction),
                &devices::modbus_registers(transaction, value),
            );
            talk.pause(30 * SECOND);
        }
    });
}

/// The server asks devices how they are; devices log to it; one way is traced.
fn watch(story: &mut Story<'_>) {
    let server = story.office.server;
    let watched = [
        (story.office.switch, "switch"),
        (story.office.printer, "printer"),
        (story.office.storage, "storage"),
        (story.office.access_point, "ap"),
    ];
    for (index, (device, name)) in watched.into_iter().enumerate() {
        for round in 0..6_u8 {
            let start = 20 * SECOND + u64::from(round) * 5 * MINUTE + index as u64 * SECOND;
            story.script.at(start, move |line| {
                ping(line, start, server, device, u16::from(round) + 1, true);
                let (asker, asked) = (server.port(51_610 + index as u16), device.port(161));
                let asks = start + 100 * MILLISECOND;
                datagram(
                    line,
                    asks,
                    asker,
                    asked,
                    &plain::snmp(round + 1, None),
                    "snmp",
                );
                datagram(
                    line,
                    asks + 3 * MILLISECOND,
                    asked,
                    asker,
                    &plain::snmp(round + 1, Some(name)),
                    "snmp",
                );
                let text = format!("{name} is up, round {round}");
                datagram(
                    line,
                    asks + SECOND,
                    device.port(514),
                    server.port(514),
                    &plain::syslog(name, &text),
                    "syslog",
                );
            });
        }
    }
    // Two hops of a traced way: the router says that the hops ran out, the target answers.
    let (router, target) = (story.office.router, story.office.remote_shell);
    let start = 14 * MINUTE + 30 * SECOND;
    story.script.at(start, move |line| {
        let probe = Host { ttl: 1, ..server };
        ping(line, start, probe, target, 1, false);
        let quoted = super::super::wire::icmp(probe, target, 8, 0, &[0x1D, 7, 0, 1]);
        let packet = &quoted[18..46]; // after the link's header and tag: IP header and eight bytes
        control(
            line,
            start + MILLISECOND,
            router,
            server,
            11,
            0,
            &[&[0; 4], packet].concat(),
        );
        ping(line, start + SECOND, server, target, 2, true);
    });
}

fn clocks(story: &mut Story<'_>) {
    let (server, clock) = (story.office.server.port(123), story.office.clock.port(123));
    let mut askers: Vec<_> = story
        .office
        .desks
        .iter()
        .map(|desk| (desk.host.port(123), server))
        .collect();
    askers.extend([
        (server, clock),
        (server, clock),
        (story.office.switch.port(123), server),
    ]);
    for (client, source) in askers {
        let start = 4 * MINUTE + story.random.below(20 * MINUTE);
        story.script.at(start, move |line| {
            let seconds = NTP_DAWN + (start / SECOND) as u32;
            datagram(
                line,
                start,
                client,
                source,
                &plain::ntp(seconds, false),
                "ntp",
            );
            let delay = line.random.between(300, 9000) * 1000;
            datagram(
                line,
                start + delay,
                source,
                client,
                &plain::ntp(seconds, true),
                "ntp",
            );
        });
    }
}

/// The server copies itself to the storage box, over one long connection.
fn backup(story: &mut Story<'_>) {
    let (server, storage) = (
        story.office.server.port(50_873),
        story.office.storage.port(445),
    );
    let start = 20 * MINUTE;
    story.script.at(start, move |line| {
        let mut talk = Talk::open(line, start, server, storage, "smb");
        talk.ask(&devices::smb_negotiate(), &devices::smb_negotiated());
        for _ in 0..36 {
            talk.ask(&devices::smb_sealed(65_000), &devices::smb_sealed(84));
            let pause = talk.random().between(60, 3000) * MILLISECOND;
            talk.pause(pause);
        }
        talk.close(Side::Client);
    });
}

/// Announcements of the switch and the access point, untagged.
fn switch(story: &mut Story<'_>) {
    let neighbours = [0x01, 0x80, 0xC2, 0x00, 0x00, 0x0E];
    let bridges = [0x01, 0x80, 0xC2, 0x00, 0x00, 0x00];
    for (device, port, name, offset) in [
        (story.office.switch, "ge-0/0/24", "switch", 0),
        (story.office.access_point, "eth0", "ap", 3),
    ] {
        let message = lan::lldp(device.mac, port, name);
        for round in 0..60 {
            let start = (offset + round * 30) * SECOND + 70 * MILLISECOND;
            let message = message.clone();
            story.script.at(start, move |line| {
                link_frame(line, start, device.mac, neighbours, None, LLDP, &message)
            });
        }
    }
    let root = story.office.switch.mac;
    for round in 0..END / (2 * SECOND) {
        let start = round * 2 * SECOND + 11 * MILLISECOND;
        story.script.at(start, move |line| {
            let message = lan::spanning_tree(root);
            // Below 1536 the type is a length (IEEE 802.3).
            link_frame(
                line,
                start,
                root,
                bridges,
                None,
                message.len() as u16,
                &message,
            );
        });
    }
}
