use expect_test::expect;

use super::*;
use crate::bench::statistics::Spread;

fn report() -> Report {
    let spread = |median, low, high| Outcome::Measured(Spread { median, low, high, count: 20 });
    let warm = Row {
        group: "Warm cells",
        name: "`1 + 1`".into(),
        unit: Unit::Milliseconds,
        targets: vec![Target::AtMost(160.0), Target::Faster { times: 2.0, than: Contender::Evcxr }],
        outcomes: vec![
            (Contender::Ferrolab, spread(133.6, 130.2, 140.4)),
            (Contender::Ipykernel, spread(1.72, 1.68, 2.04)),
            (Contender::Evcxr, Outcome::Absent),
        ],
    };
    let memory = Row {
        group: "Memory",
        name: "kernel and its child, RSS".into(),
        unit: Unit::Megabytes,
        targets: vec![Target::AtMost(200.0)],
        outcomes: vec![
            (Contender::Ferrolab, Outcome::Measured(Spread::exact(240.0))),
            (Contender::Ipykernel, Outcome::Failed("it died".into())),
            (Contender::Evcxr, Outcome::Absent),
        ],
    };
    let machine = Machine {
        processor: "Some CPU".into(),
        processors: 2,
        memory: 8000,
        system: "linux x86_64".into(),
        compiler: "rustc 1.95.0".into(),
    };
    let contenders = vec![
        (Contender::Ferrolab, Presence::Here("ferrolab 0.1.0".into())),
        (Contender::Ipykernel, Presence::Here("ipykernel 7".into())),
        (Contender::Evcxr, Presence::NotHere("evcxr_jupyter is not on PATH".into())),
    ];
    Report {
        machine,
        others: vec![("Warm cells", 0.014), ("Memory", 0.0)],
        contenders,
        rows: vec![warm, memory],
        notebooks: None,
    }
}

#[test]
fn a_terminal_gets_aligned_columns() {
    expect![[r#"
                                     Ferrolab          ipykernel         target               met

        Warm cells
          `1 + 1`                    134 ms (130–140)  1.7 ms (1.7–2.0)  ≤ 160 ms, 2 × evcxr  yes, ?

        Memory
          kernel and its child, RSS  240 MB            failed            ≤ 200 MB             no

        2 × Some CPU, 8000 MB, linux x86_64; rustc 1.95.0
        Ferrolab: ferrolab 0.1.0
        ipykernel: ipykernel 7
        evcxr: not on this machine (evcxr_jupyter is not on PATH)
        medians, with the middle half in brackets
        processor time that other programs took meanwhile: Warm cells 1 %, Memory 0 %
        ipykernel, kernel and its child, RSS: failed: it died
    "#]]
    .assert_eq(&report().to_text());
}

#[test]
fn a_page_gets_markdown() {
    expect![[r#"
        |                           | Ferrolab         | ipykernel        | target              | met    |
        |---------------------------|------------------|------------------|---------------------|--------|
        | **Warm cells**            |                  |                  |                     |        |
        | `1 + 1`                   | 134 ms (130–140) | 1.7 ms (1.7–2.0) | ≤ 160 ms, 2 × evcxr | yes, ? |
        | **Memory**                |                  |                  |                     |        |
        | kernel and its child, RSS | 240 MB           | failed           | ≤ 200 MB            | no     |

        - 2 × Some CPU, 8000 MB, linux x86_64; rustc 1.95.0
        - Ferrolab: ferrolab 0.1.0
        - ipykernel: ipykernel 7
        - evcxr: not on this machine (evcxr_jupyter is not on PATH)
        - medians, with the middle half in brackets
        - processor time that other programs took meanwhile: Warm cells 1 %, Memory 0 %
        - ipykernel, kernel and its child, RSS: failed: it died
    "#]]
    .assert_eq(&report().to_markdown());
}

#[test]
fn programs_get_every_figure() {
    let json = report().to_json();
    assert_eq!(json["rows"][0]["outcomes"]["Ferrolab"]["measured"]["count"], 20);
    assert_eq!(json["rows"][0]["targets"][0], json!({"target": {"at_most": 160.0}, "verdict": "met"}));
    assert_eq!(json["rows"][1]["outcomes"]["ipykernel"]["failed"], "it died");
    assert_eq!(json["rows"][1]["targets"][0]["verdict"], "missed");
    assert_eq!(json["contenders"][2][1]["not_here"], "evcxr_jupyter is not on PATH");
}
