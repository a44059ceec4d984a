//! What is written for each shape, and how much.

use std::time::Instant;

use ferrolab_charts::picture::{Anchor, Axis, Dash, Mark, Marker, Paint, Panel, Picture, Scale, Shape, Step};
use ferrolab_charts::{Color, ColorMap, Theme};

pub fn picture(marks: Vec<Mark>) -> Picture {
    Picture { panels: vec![Panel { marks, ..Panel::default() }], ..Picture::default() }
}

pub fn points(x: Vec<f64>, y: Vec<f64>, marker: Marker) -> Mark {
    Mark::new(Shape::Points { x, y, size: vec![6.0], marker }, Paint::Cycle(0))
}

pub fn line(x: Vec<f64>, y: Vec<f64>) -> Mark {
    Mark::new(Shape::Line { x, y, step: Step::Straight }, Paint::Cycle(1))
}

/// Evenly spread, without a library: the fractional parts of multiples of an irrational number.
pub fn spread(n: usize, step: f64) -> Vec<f64> {
    (0..n).map(|index| (index as f64 * step).fract()).collect()
}

/// What a mark adds to a picture without marks.
fn markup(mark: Mark) -> String {
    let mut lines: Vec<String> = picture(vec![mark]).to_svg().lines().map(str::to_owned).collect();
    let start = lines.iter().position(|line| line.contains("clip-path=")).expect("a clipped group");
    lines.drain(..=start);
    lines.join("\n")
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[test]
fn each_point_is_a_marker_unless_it_has_no_place() {
    let (x, y) = (vec![1.0, 2.0, f64::NAN, 3.0, f64::INFINITY], vec![1.0, 5.0, 1.0, f64::NAN, 1.0]);
    assert_eq!(count(&markup(points(x.clone(), y.clone(), Marker::Circle)), "<circle"), 2);
    let others = [Marker::Square, Marker::Triangle, Marker::Diamond, Marker::Cross, Marker::Plus];
    for marker in others {
        assert_eq!(count(&markup(points(x.clone(), y.clone(), marker)), "<path"), 2, "{marker:?}");
    }
    let mut outside = picture(vec![points(vec![1.0, 2.0, 3.0], vec![1.0; 3], Marker::Circle)]);
    outside.panels[0].x = Axis { low: Some(1.5), high: Some(2.5), ..Axis::default() };
    assert_eq!(count(&outside.to_svg(), "<circle"), 1);
}

#[test]
fn colours_are_on_the_group_unless_each_differs() {
    let one = markup(points(vec![1.0, 2.0], vec![1.0, 2.0], Marker::Circle));
    assert_eq!(count(&one, "fill=\"#0072b2\""), 1);
    let mut mark = points(vec![1.0, 2.0, 3.0], vec![1.0, 2.0, 3.0], Marker::Circle);
    let values = vec![0.0, f64::NAN, f64::INFINITY];
    mark.paint = Paint::Ramp { values, map: ColorMap::Viridis, low: 0.0, high: 1.0 };
    let each = markup(mark);
    let ends = [ColorMap::Viridis.at(0.0), ColorMap::Viridis.at(1.0)];
    assert!(ends.iter().all(|end| each.contains(&format!("fill=\"{end}\""))), "{each}");
    assert!(each.contains("#b3b8c0"), "a missing value has a colour of its own: {each}");
}

#[test]
fn lines_are_interrupted_and_lone_points_are_dots() {
    let nan = f64::NAN;
    let mark = line((0..7).map(f64::from).collect(), vec![1.0, 2.0, nan, 3.0, nan, 1.0, 2.0]);
    let text = markup(mark.dash(Dash::Dashed));
    let path = text.split("d=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a path");
    assert_eq!(path.matches(['M', 'm']).count(), 2, "{path}");
    assert_eq!(count(&text, "<circle"), 1);
    assert_eq!(count(&text, "stroke-dasharray"), 1);
}

#[test]
fn no_number_is_far_outside_or_not_a_number() {
    let far = vec![-1e300, 0.0, 0.5, 1.0, 1e300];
    let shapes = [
        Shape::Line { x: far.clone(), y: far.clone(), step: Step::Middle },
        Shape::Area { x: far.clone(), low: vec![-1e300; 5], high: far.clone(), step: Step::Straight },
        Shape::Rects { x0: far.clone(), y0: vec![0.0; 5], x1: vec![f64::INFINITY; 5], y1: far.clone() },
        Shape::Segments {
            x0: vec![f64::NEG_INFINITY; 5],
            y0: far.clone(),
            x1: vec![f64::INFINITY; 5],
            y1: far.clone(),
            arrow: true,
        },
        Shape::Polygons { polygons: vec![vec![vec![(0.0, 0.0), (1e300, 0.5), (0.0, 1e300)]]] },
    ];
    for (shape, scale) in shapes.iter().flat_map(|shape| [(shape, Scale::Linear), (shape, Scale::Log)]) {
        let mut picture = picture(vec![Mark::new(shape.clone(), Paint::Cycle(0)).stroke(1.0)]);
        let axis = Axis { low: Some(0.1), high: Some(1.0), scale, ..Axis::default() };
        (picture.panels[0].x, picture.panels[0].y) = (axis.clone(), axis);
        let svg = picture.to_svg();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        let numbers = svg.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
        let start = svg.find("clip-path=").expect("a clipped group");
        assert!(
            numbers.count() > 10
                && svg[start..]
                    .split([' ', 'h', 'v', 'l', 'L', 'M', 'm', 'z', '"'])
                    .filter_map(|number| number.parse::<f64>().ok())
                    .all(|number| number.abs() < 5000.0),
            "{svg}"
        );
    }
}

#[test]
fn reference_lines_reach_the_edges() {
    let (low, high) = (vec![f64::NEG_INFINITY], vec![f64::INFINITY]);
    let shape = Shape::Segments { x0: low, y0: vec![0.5], x1: high, y1: vec![0.5], arrow: false };
    let marks = vec![line(vec![0.0, 1.0], vec![0.0, 1.0]), Mark::new(shape, Paint::Faint)];
    let svg = picture(marks).to_svg();
    let clip = svg.split("<clipPath").nth(1).expect("a clip");
    let width: f64 =
        clip.split("width=\"").nth(1).and_then(|w| w.split('"').next()?.parse().ok()).expect("a width");
    assert!(svg.contains(&format!("h{width}\"")), "{width}: {svg}");
}

#[test]
fn polygons_have_holes() {
    let square = |low: f64, high: f64| vec![(low, low), (high, low), (high, high), (low, high)];
    let polygons = vec![vec![square(0.0, 4.0), square(1.0, 2.0)], vec![square(5.0, 6.0)]];
    let text = markup(Mark::new(Shape::Polygons { polygons }, Paint::Cycle(0)));
    assert!(text.contains("fill-rule=\"evenodd\""));
    assert_eq!((count(&text, "<path"), count(&text, "zm")), (2, 1), "{text}");
}

#[test]
fn texts_are_readable_fit_and_stay_text() {
    let text = |fit: Vec<(f64, f64)>| {
        let shape = Shape::Texts {
            x: vec![0.0, 1.0],
            y: vec![0.0, 1.0],
            text: vec!["a & b".into(), "two\nlines".into()],
            size: 12.0,
            anchor: Anchor::Middle,
            offset: (0.0, 0.0),
            bold: true,
            on: Some(vec![Color::rgb(0, 0, 0), Color::rgb(255, 255, 255)]),
        };
        let mut mark = Mark::new(shape, Paint::Text);
        mark.fit = fit;
        picture(vec![mark]).to_svg()
    };
    let free = text(Vec::new());
    assert!(free.contains(">a &amp; b</text>") && free.contains(">lines</text>"));
    assert!(free.contains("fill=\"#ffffff\"") && free.contains("fill=\"#1f2328\""), "{free}");
    assert_eq!(count(&free, "font-weight=\"bold\""), 3);
    // The bold texts are the mark's own.
    let narrow = text(vec![(0.05, 1.0)]);
    assert_eq!(count(&narrow, "font-weight=\"bold\""), 3);
    let mut bold = narrow.lines().filter(|line| line.contains("font-weight=\"bold\""));
    assert!(bold.all(|line| !line.contains("font-size=\"12\"")), "{narrow}");
    assert_eq!(count(&text(vec![(0.001, 1.0)]), "font-weight=\"bold\""), 0);
}

#[test]
fn images_are_one_pixel_per_cell() {
    let pixels: Vec<Color> = (0..12).map(|index| Color::hex(index * 1000)).collect();
    let shape = |smooth: bool| Shape::Image {
        x0: 0.0,
        y0: 0.0,
        x1: 4.0,
        y1: 3.0,
        columns: 4,
        pixels: pixels.clone(),
        smooth,
    };
    let crisp = markup(Mark::new(shape(false), Paint::Text));
    assert!(crisp.contains("image-rendering:pixelated") && crisp.contains("data:image/png;base64,"));
    assert!(!markup(Mark::new(shape(true), Paint::Text)).contains("pixelated"));
}

#[test]
fn a_million_points_are_small() {
    let n = if cfg!(debug_assertions) { 40_000 } else { 1_000_000 };
    let (x, y) = (spread(n, 0.618_033_988_75), spread(n, 0.414_213_562_37));
    let groups = 4;
    let scatter: Vec<Mark> = (0..groups)
        .map(|group| {
            let part = |values: &[f64]| values[group * n / groups..(group + 1) * n / groups].to_vec();
            points(part(&x), part(&y), Marker::Circle)
        })
        .collect();
    let mut ramp = points(x.clone(), y.clone(), Marker::Triangle);
    ramp.paint = Paint::Ramp { values: x.clone(), map: ColorMap::Viridis, low: 0.0, high: 1.0 };
    let along: Vec<f64> = (0..n).map(|index| index as f64).collect();
    let lines = (0..3).map(|_| line(along.clone(), y.clone())).collect();
    for (name, picture) in
        [("groups", picture(scatter)), ("ramp", picture(vec![ramp])), ("lines", picture(lines))]
    {
        let start = Instant::now();
        let svg = picture.to_svg();
        assert!(svg.len() < 500_000, "{name}: {} bytes", svg.len());
        assert!(start.elapsed().as_secs_f64() < 10.0, "{name}: {:?}", start.elapsed());
        assert!(!svg.contains("<circle"), "{name}");
    }
}

/// Width and height, and red, green, blue, opacity of each pixel.
fn pixels(picture: &Picture, scale: f64) -> ((u32, u32), Vec<u8>) {
    let bytes = picture.to_png(scale).expect("a PNG");
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
    let mut data = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut data).expect("an image");
    ((info.width, info.height), data)
}

#[test]
fn many_points_keep_the_size_that_was_asked_for() {
    let blue = |keeps_size: bool| {
        // All at one place, and the ends of the axes.
        let mut mark = points(vec![0.5; 80_000], vec![0.5; 80_000], Marker::Circle).keeps_size(keeps_size);
        if let Shape::Points { x, y, size, .. } = &mut mark.shape {
            (x[0], y[0], x[1], y[1]) = (0.0, 0.0, 1.0, 1.0);
            *size = vec![40.0];
        }
        let (_, data) = pixels(&picture(vec![mark]), 1.0);
        data.chunks(4).filter(|pixel| pixel[0] < 100 && pixel[2] > 120).count() as f64
    };
    let (kept, shrunk) = (blue(true), blue(false));
    let disc = std::f64::consts::PI * 20.0 * 20.0;
    assert!((0.8..3.2).contains(&(kept / disc)), "{kept} pixels of {disc}");
    assert!(shrunk < 0.6 * kept, "{shrunk} of {kept}");
}

#[test]
fn a_png_has_the_size_and_the_colours() {
    let rect = Shape::Rects { x0: vec![0.0], y0: vec![0.0], x1: vec![1.0], y1: vec![1.0] };
    let mut picture = picture(vec![Mark::new(rect, Paint::Fixed(Color::rgb(10, 200, 30)))]);
    picture.title = Some("Größe 中文".into());
    picture.theme = Theme::Dark;
    let (size, data) = pixels(&picture, 2.0);
    assert_eq!(size, (1280, 840));
    let at = |x: usize, y: usize| &data[(y * 1280 + x) * 4..][..3];
    assert_eq!(at(640, 420), [10, 200, 30]);
    for scale in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e9] {
        assert!(picture.to_png(scale).is_err(), "{scale}");
    }
}

#[test]
fn a_page_holds_the_picture() {
    let mut picture = picture(vec![line(vec![0.0, 1.0], vec![0.0, 1.0])]);
    picture.title = Some("a <b>".into());
    let page = picture.to_html();
    assert!(page.starts_with("<!doctype html>") && page.contains("<title>a &lt;b&gt;</title>"));
    assert_eq!(count(&page, "<svg"), 1);
}
