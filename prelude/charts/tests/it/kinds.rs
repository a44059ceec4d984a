//! Where kinds put their marks: sums, counts and whiskers are those of NumPy and matplotlib
//! (`tests/reference/statistics.py`), and points keep apart.

use ferrolab_charts::kinds::{
    Bar, BoxPlot, Count, Ecdf, Hexbin, Hist, Pie, Scatter, Swarm, Violin, contour::Contour,
};
use ferrolab_charts::picture::{Paint, Scale, Shape};
use ferrolab_charts::{Options, Style};

use super::drawn::{ROOM, in_turns, normal, panel, points, rectangles, svg, with};
use super::statistics::{numbers, reference};

#[test]
fn stacked_bars_end_at_the_sums() {
    let (towns, groups) = (4, 3);
    let n = towns * groups;
    let values: Vec<f64> = (0..n).map(|index| ((index * 7 % 11) as f64) - 3.0).collect();
    let names: Vec<String> = (0..n).map(|index| format!("town {}", index / groups)).collect();
    let style = Style {
        groups: Some(in_turns(&["a", "b", "c"], n)),
        ..with(Options { stacked: true, ..Options::default() })
    };
    let drawn = rectangles(&panel(&Bar { names, values: values.clone() }, &style));
    assert_eq!(drawn.len(), n);
    for town in 0..towns {
        let own = &values[town * groups..(town + 1) * groups];
        let bars = drawn.iter().filter(|bar| f64::midpoint(bar[0], bar[2]).round() == town as f64);
        let ends: Vec<f64> = bars.flat_map(|bar| [bar[1], bar[3]]).collect();
        let sum = |sign: f64| own.iter().filter(|value| **value * sign > 0.0).sum::<f64>();
        assert_eq!(ends.iter().copied().fold(0.0, f64::max), sum(1.0), "town {town}");
        assert_eq!(ends.iter().copied().fold(0.0, f64::min), sum(-1.0), "town {town}");
    }
}

#[test]
fn shares_of_a_category_are_one_together() {
    let labels: Vec<String> = (0..60).map(|index| format!("{}", index * index % 5)).collect();
    let style = Style {
        groups: Some(in_turns(&["a", "b", "c", "d"], 60)),
        ..with(Options { normalized: true, ..Options::default() })
    };
    let drawn = rectangles(&panel(&Count { labels }, &style));
    let top = |place: f64| {
        let own = drawn.iter().filter(|bar| f64::midpoint(bar[0], bar[2]).round() == place);
        own.map(|bar| bar[3] - bar[1]).sum::<f64>()
    };
    // The squares' last digits modulo five are 0, 1 and 4.
    assert!((0..3).all(|place| (top(f64::from(place)) - 1.0).abs() < 1e-12), "{drawn:?}");
}

#[test]
fn values_beside_lying_bars_have_room() {
    let names = ["rise", "fall"].map(String::from).to_vec();
    let style = with(Options { horizontal: true, annotate: true, ..Options::default() });
    let low = |value: f64| {
        let bars = Bar { names: names.clone(), values: vec![4.5, value] };
        let reach = panel(&bars, &style).marks.into_iter().flat_map(|mark| match mark.shape {
            Shape::Line { x, .. } => x,
            _ => Vec::new(),
        });
        reach.fold(0.0, f64::min)
    };
    // A unit is about 75 pixels wide, and "−1.25" about thirty.
    let room = -1.25 - low(-1.25);
    assert!((0.3..0.8).contains(&room), "{room}");
    assert_eq!(low(1.25), 0.0);
}

#[test]
fn histograms_have_numpys_counts() {
    for (name, sample) in reference()["samples"].as_object().expect("samples") {
        let values = numbers(&sample["values"]);
        let style = with(Options { bins: Some(7), ..Options::default() });
        let drawn = rectangles(&panel(&Hist { values: values.clone(), dates: false }, &style));
        let tops: Vec<f64> = drawn.iter().map(|bar| bar[3]).collect();
        let counts = numbers(&sample["counts"]);
        assert_eq!(tops, counts.into_iter().filter(|count| *count > 0.0).collect::<Vec<_>>(), "{name}");
        let style = with(Options { normalized: true, ..Options::default() });
        let area: f64 = rectangles(&panel(&Hist { values, dates: false }, &style))
            .iter()
            .map(|bar| (bar[2] - bar[0]) * bar[3])
            .sum();
        // Between the bars there is a little air.
        assert!((0.95..=1.000_001).contains(&area), "{name}: {area}");
    }
}

#[test]
fn boxes_and_whiskers_are_matplotlibs() {
    for (name, sample) in reference()["samples"].as_object().expect("samples") {
        let values = numbers(&sample["values"]);
        let drawn = panel(&BoxPlot { values: values.clone() }, &Style::default());
        let expected = numbers(&sample["box"]);
        let [_, first, _, third] = rectangles(&drawn)[0];
        let segments: Vec<(f64, f64)> = drawn
            .marks
            .iter()
            .flat_map(|mark| match &mark.shape {
                Shape::Segments { y0, y1, .. } => y0.iter().copied().zip(y1.iter().copied()).collect(),
                _ => Vec::new(),
            })
            .collect();
        let ends = segments.iter().flat_map(|(from, to)| [*from, *to]);
        let (low, high) = ends.fold((f64::MAX, f64::MIN), |ends, y| (ends.0.min(y), ends.1.max(y)));
        let (median, _) = segments[segments.len() - 1];
        for (ours, theirs) in [low, first, median, third, high].into_iter().zip(expected) {
            assert!((ours - theirs).abs() <= 1e-12 * theirs.abs(), "{name}: {ours} is not {theirs}");
        }
        let mut outliers: Vec<f64> = points(&drawn).into_iter().map(|point| point.1).collect();
        outliers.sort_by(f64::total_cmp);
        assert_eq!(outliers, numbers(&sample["outliers"]), "{name}");
    }
}

#[test]
fn an_ecdf_rises_to_each_values_share() {
    let values = vec![2.0, 1.0, 2.0, 5.0, f64::NAN];
    let drawn = panel(&Ecdf { values }, &Style::default());
    let Shape::Line { x, y, .. } = &drawn.marks[0].shape else { panic!("no line") };
    assert_eq!((x.as_slice(), y.as_slice()), (&[1.0, 1.0, 2.0, 5.0][..], &[0.0, 0.25, 0.75, 1.0][..]));
}

#[test]
fn points_of_a_swarm_do_not_overlap() {
    for categories in [&["all"][..], &["a", "b"], &["a", "b", "c", "d"]] {
        for n in [30, 150] {
            let values: Vec<f64> = normal(n, 3).iter().map(|value| (value * 4.0).round() / 4.0).collect();
            let style = Style { by: Some(in_turns(categories, n)), ..Style::default() };
            let drawn = panel(&Swarm { values }, &style);
            let places = points(&drawn);
            let Shape::Points { size, .. } = &drawn.marks[0].shape else { panic!("no points") };
            let (low, high) =
                places.iter().fold((f64::MAX, f64::MIN), |(low, high), (_, y)| (low.min(*y), high.max(*y)));
            let span = if categories.len() == 1 { 2.0 } else { categories.len() as f64 };
            let unit = (ROOM.0 / span, ROOM.1 / ((high - low) * 1.1));
            for (index, one) in places.iter().enumerate() {
                for other in &places[..index] {
                    let apart = ((one.0 - other.0) * unit.0).hypot((one.1 - other.1) * unit.1);
                    assert!(apart >= size[0], "{} of {n}: {apart} pixels", categories.len());
                }
                assert!((one.0 - one.0.round()).abs() <= 0.5, "{one:?} is in its own category");
            }
        }
    }
}

#[test]
fn hexagons_hold_the_points_nearest_to_them() {
    let (x, y) = (normal(3000, 1), normal(3000, 2));
    let drawn = panel(&Hexbin { x: x.clone(), y: y.clone() }, &Style::default());
    let Shape::Polygons { polygons } = &drawn.marks[0].shape else { panic!("no polygons") };
    let Paint::Ramp { values, .. } = &drawn.marks[0].paint else { panic!("no ramp") };
    assert_eq!(values.iter().sum::<f64>(), 3000.0);
    let middle = |ring: &[(f64, f64)]| {
        let sum = ring.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0 / 6.0, sum.1 + at.1 / 6.0));
        (sum.0, sum.1)
    };
    let middles: Vec<(f64, f64)> = polygons.iter().map(|rings| middle(&rings[0])).collect();
    // A regular hexagon is √3 / 2 times as wide as high.
    let ring = &polygons[0][0];
    let (wide, high) = (ring[1].0 - ring[4].0, ring[0].1 - ring[3].1);
    let apart = |one: (f64, f64), other: (f64, f64)| {
        ((one.0 - other.0) / wide * 3.0_f64.sqrt() / 2.0).hypot((one.1 - other.1) / high)
    };
    let mut counts = vec![0.0; middles.len()];
    for point in x.into_iter().zip(y) {
        let nearest = (0..middles.len())
            .min_by(|one, other| apart(point, middles[*one]).total_cmp(&apart(point, middles[*other])));
        counts[nearest.expect("a hexagon")] += 1.0;
        // Not farther than a corner.
        assert!(apart(point, middles[nearest.expect("a hexagon")]) <= 0.501);
    }
    assert_eq!(&counts, values);
}

#[test]
fn hexagons_of_any_extent_are_counted() {
    for ends in [(0.0, 5e-324), (-1e308, 1e308), (1e300, 1e300), (0.1, 0.1 + 1e-17)] {
        let (x, y) = (vec![ends.0, ends.1, f64::NAN], vec![ends.1, ends.0, 1.0]);
        let drawn = panel(&Hexbin { x, y }, &Style::default());
        let Paint::Ramp { values, .. } = &drawn.marks[0].paint else { panic!("no ramp") };
        assert_eq!(values.iter().sum::<f64>(), 2.0, "{ends:?}");
    }
}

#[test]
fn violins_taper_also_over_far_values() {
    let values = [vec![1.0, 1.1, 1.2, 1.3], vec![1e6]].concat();
    let drawn = panel(&Violin { values }, &Style::default());
    let Shape::Polygons { polygons } = &drawn.marks[0].shape else { panic!("no violin") };
    let outline = &polygons[0][0];
    let wide = |(x, _): (f64, f64)| x.abs();
    let peak = outline.iter().copied().map(wide).fold(0.0, f64::max);
    let top = outline[outline.len() / 2];
    assert!(wide(outline[0]) < 0.05 * peak && wide(top) < 0.05 * peak, "{:?} {top:?}", outline[0]);
}

#[test]
fn a_lone_thing_does_not_fill_the_panel() {
    let bar = panel(&Bar { names: vec!["one".into()], values: vec![3.0] }, &Style::default());
    assert_eq!(bar.x.scale, Scale::Categories(vec!["one".into()]));
    let markup = svg(&Bar { names: vec!["one".into()], values: vec![3.0] }, &Style::default());
    let widths =
        markup.split(" width=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
    let least = widths.fold(f64::MAX, f64::min);
    assert!((100.0..300.0).contains(&least), "of 640 pixels the bar has {least}");
    let hexagon = panel(&Hexbin { x: vec![3.0], y: vec![3.0] }, &Style::default());
    let (low, high) = (hexagon.x.low.expect("an end"), hexagon.x.high.expect("an end"));
    let Shape::Polygons { polygons } = &hexagon.marks[0].shape else { panic!("no hexagon") };
    let ring = &polygons[0][0];
    assert!(ring[1].0 - ring[4].0 < (high - low) / 5.0, "{ring:?} in {low}..{high}");
}

#[test]
fn a_whole_pie_has_no_leader() {
    let whole = Pie { names: vec!["all".into()], values: vec![2.0] };
    let drawn = panel(&whole, &Style::default());
    assert!(drawn.marks.iter().all(|mark| !matches!(mark.shape, Shape::Segments { .. })));
    let markup = svg(&whole, &Style::default());
    assert!(markup.contains(">all<") && markup.contains(">100%<"), "{markup}");
}

#[test]
fn sizes_that_were_asked_for_stay() {
    let sized = |size| with(Options { marker_size: size, ..Options::default() });
    let scatter = Scatter { x: normal(10, 1), y: normal(10, 2), dates: false };
    assert!(panel(&scatter, &sized(Some(9.0))).marks[0].keeps_size);
    assert!(!panel(&scatter, &sized(None)).marks[0].keeps_size);
}

#[test]
fn a_legend_of_sizes_shows_them() {
    let scatter = Scatter { x: normal(10, 1), y: normal(10, 2), dates: false };
    let sizes = Some((Some("weight of the animal".into()), (0..10).map(f64::from).collect()));
    let markup = svg(&scatter, &Style { sizes, ..Style::default() });
    assert!(markup.contains(">weight of the animal<"), "its title is not cut off");
    // The last circles are the legend's: one each for 0, 2, 4, 6 and 8.
    let radii: Vec<f64> =
        markup.split(" r=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect();
    let legend = &radii[10..];
    assert!(legend.len() == 5 && legend.windows(2).all(|pair| pair[1] > pair[0]), "{legend:?}");
}

/// (sum of the signed areas, number of rings) of the polygon of the level next to `level`.
fn above(contour: &Contour, level: f64) -> (f64, usize) {
    let drawn = panel(contour, &with(Options { levels: Some(4), ..Options::default() }));
    let Shape::Polygons { polygons } = &drawn.marks[0].shape else { panic!("no areas") };
    let steps = drawn.color_bar.expect("a colour bar").steps;
    let index = steps.iter().position(|step| (step - level).abs() < 1e-9).expect("the level");
    let area = |ring: &Vec<(f64, f64)>| {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0
    };
    (polygons[index].iter().map(area).sum::<f64>().abs(), polygons[index].len())
}

fn surface(n: usize, height: impl Fn(f64, f64) -> f64, filled: bool) -> Contour {
    let at: Vec<f64> = (0..n).map(|step| -1.0 + 2.0 * step as f64 / (n - 1) as f64).collect();
    let z = at.iter().flat_map(|y| at.iter().map(|x| height(*x, *y)).collect::<Vec<_>>()).collect();
    Contour { x: at.clone(), y: at, z, filled, title: None }
}

/// The vertices of each line.
fn lines(contour: &Contour) -> Vec<Vec<(f64, f64)>> {
    let drawn = panel(contour, &with(Options { levels: Some(4), ..Options::default() }));
    let marks = drawn.marks.into_iter().filter_map(|mark| match mark.shape {
        Shape::Line { x, y, .. } => Some(x.into_iter().zip(y).collect::<Vec<_>>()),
        _ => None,
    });
    marks
        .flat_map(|line| line.split(|at| at.0.is_nan()).map(<[_]>::to_vec).collect::<Vec<_>>())
        .filter(|line| !line.is_empty())
        .collect()
}

#[test]
fn contours_of_a_plane_are_straight() {
    let found = lines(&surface(7, |x, y| x + 2.0 * y, false));
    assert_eq!(found.len(), 3, "-2, 0 and 2 are within -3 to 3");
    for line in found {
        let level = (line[0].0 + 2.0 * line[0].1).round();
        assert!(line.iter().all(|(x, y)| (x + 2.0 * y - level).abs() < 1e-12), "{level}: {line:?}");
    }
}

#[test]
fn contours_of_a_bowl_are_circles() {
    let bowl = |x: f64, y: f64| x * x + y * y;
    let circles = lines(&surface(81, bowl, false));
    let mut closed = 0;
    for line in &circles {
        let level = (bowl(line[0].0, line[0].1) * 2.0).round() / 2.0;
        // Between the grid's points the bowl lies below its chord by at most a quarter of the step's square.
        assert!(line.iter().all(|(x, y)| (bowl(*x, *y) - level).abs() <= 0.025_f64.powi(2) / 4.0 + 1e-12));
        closed += usize::from(level == 0.5 && line.len() > 2 && line[0] == line[line.len() - 1]);
    }
    assert_eq!(closed, 1);
    let (area, rings) = above(&surface(81, bowl, true), 0.5);
    assert!(
        (area - (4.0 - std::f64::consts::PI * 0.5)).abs() < 2e-3 && rings == 2,
        "{area} in {rings} rings"
    );
}

#[test]
fn contours_of_a_saddle_have_two_branches() {
    let found = lines(&surface(40, |x, y| x * y, false));
    for level in [-0.5, 0.5] {
        let own = found.iter().filter(|line| ((line[0].0 * line[0].1) - level).abs() < 1e-2);
        assert_eq!(own.count(), 2, "{level}");
    }
}

#[test]
fn plains_and_single_rows_are_not_empty() {
    let style = Style::default();
    let plain =
        |filled| Contour { x: vec![0.0, 1.0], y: vec![0.0, 1.0], z: vec![4.0; 4], filled, title: None };
    assert!(svg(&plain(false), &style).contains("all heights are 4"));
    assert_eq!(above_all(&plain(true)), 1.0);
    let row =
        Contour { x: vec![0.0, 1.0, 2.0], y: vec![7.0], z: vec![0.0, 1.0, 2.0], filled: true, title: None };
    assert_eq!(above_all(&row), 2.0, "as high as one step is wide");
    let column = Contour { filled: false, x: vec![7.0], y: vec![0.0, 1.0, 2.0], ..row };
    let crossings = lines(&column);
    assert!(
        crossings.iter().all(|line| line.iter().all(|(x, _)| (6.5..=7.5).contains(x))) && crossings.len() > 2
    );
}

/// What the lowest area covers: everything.
fn above_all(contour: &Contour) -> f64 {
    let drawn = panel(contour, &Style::default());
    let Shape::Polygons { polygons } = &drawn.marks[0].shape else { panic!("no areas") };
    let ring = &polygons[0][0];
    let next = ring.iter().cycle().skip(1);
    (ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0).abs()
}
