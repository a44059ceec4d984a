//! Lines, with steps and interruptions.

use super::clip;
use super::ink::{self, Inks};
use super::lttb;
use super::path::Path;
use crate::picture::{Mark, Step};
use crate::render::place::Place;
use crate::render::svg::{Svg, px};
use crate::render::theme::Ink;

/// So many points all lines of a picture may have together; what has more is thinned.
const MOST: usize = 4000;

pub fn draw(svg: &mut Svg, mark: &Mark, (x, y, step): (&[f64], &[f64], Step), place: &Place) {
    let ink = Inks::new(&mark.paint, place).of(0);
    let room = ink::width(mark) * 2.0 + 2.0;
    let area = clip::grown(place.area, room);
    let all: Vec<(f64, f64)> = super::pixels(x, y, place).collect();
    let mut path = Path::default();
    let mut dots = Vec::new();
    let shown: Vec<Vec<(f64, f64)>> = runs(&all)
        .flat_map(|run| match run {
            [point] => {
                dots.push(*point);
                Vec::new()
            }
            run => clip::line(area, run),
        })
        .collect();
    let keep = share(shown.iter().map(Vec::len).sum(), place);
    for part in &shown {
        let n = (part.len() as f64 * keep).ceil() as usize;
        let kept: Vec<(f64, f64)> = lttb::keep(part, if keep < 1.0 { n.max(2) } else { part.len() })
            .into_iter()
            .map(|index| part[index])
            .collect();
        path.run(&stepped(&kept, step), false);
    }
    if !path.is_empty() {
        let paint = ink::attributes(svg, (Ink::None, 1.0), (ink, mark.opacity));
        let line = ink::line_attributes(mark, true);
        svg.raw(&format!("<path d=\"{}\"{paint}{line}/>", path.text()));
    }
    draw_dots(svg, mark, ink, &dots, place);
}

/// A point without neighbours has no length; it is shown as a dot.
fn draw_dots(svg: &mut Svg, mark: &Mark, ink: Ink, dots: &[(f64, f64)], place: &Place) {
    let paint = ink::attributes(svg, (ink, mark.opacity), (Ink::None, 1.0));
    let r = px(ink::width(mark) * 1.2);
    for (x, y) in dots.iter().filter(|dot| clip::contains(place.area, **dot)) {
        svg.raw(&format!("<circle cx=\"{}\" cy=\"{}\" r=\"{r}\"{paint}/>", px(*x), px(*y)));
    }
}

/// The share of its points that a line keeps.
pub fn share(n: usize, place: &Place) -> f64 {
    let most = MOST as f64 / place.load.vertices.max(n).max(1) as f64;
    // Some points are needed to see the shape of one line among many.
    most.max(150.0 / n.max(1) as f64).min(1.0)
}

/// Stretches of finite points.
pub fn runs(points: &[(f64, f64)]) -> impl Iterator<Item = &[(f64, f64)]> {
    points.split(|point| !super::finite(*point)).filter(|run| !run.is_empty())
}

/// The corners of a stepped line.
pub fn stepped(points: &[(f64, f64)], step: Step) -> Vec<(f64, f64)> {
    let Some(first) = points.first().filter(|_| step != Step::Straight) else { return points.to_vec() };
    let mut corners = vec![*first];
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        match step {
            Step::Straight => {}
            Step::After => corners.push((x1, y0)),
            Step::Before => corners.push((x0, y1)),
            Step::Middle => {
                let middle = f64::midpoint(x0, x1);
                corners.extend([(middle, y0), (middle, y1)]);
            }
        }
        corners.push((x1, y1));
    }
    corners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_turn_where_they_should() {
        let points = [(0.0, 0.0), (2.0, 1.0)];
        assert_eq!(stepped(&points, Step::After), [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0)]);
        assert_eq!(stepped(&points, Step::Before), [(0.0, 0.0), (0.0, 1.0), (2.0, 1.0)]);
        assert_eq!(stepped(&points, Step::Middle), [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (2.0, 1.0)]);
        assert!(stepped(&[], Step::Middle).is_empty());
    }

    #[test]
    fn what_is_not_finite_interrupts() {
        let nan = (f64::NAN, 1.0);
        let points = [nan, (1.0, 1.0), (2.0, 2.0), nan, nan, (3.0, 3.0), (4.0, f64::INFINITY)];
        let lengths: Vec<usize> = runs(&points).map(<[(f64, f64)]>::len).collect();
        assert_eq!(lengths, [2, 1]);
    }
}
