//! Reviews of products: text that a small grammar writes, with the mood and the topic behind it.

mod phrases;

use polars::prelude::DataFrame;

use super::{Dice, MOST_ROWS, NEW_YEAR_2024, Story, Truth, check_rows, column, dates, draw};
use crate::error::Result;
use phrases::{CLOSINGS, OPENINGS, PRODUCTS, TOPICS, Topic};

const SENTIMENTS: [&str; 3] = ["negative", "neutral", "positive"];
const SHARES: [f64; 3] = [0.25, 0.15, 0.6];
/// The chance that a sentence is about the review's main topic.
const ON_TOPIC: f64 = 0.75;
/// The chance that a sentence has the review's sentiment (a neutral review has half of each).
const IN_MOOD: f64 = 0.85;
/// Chances of 1 to 5 stars, by sentiment.
const STARS: [[f64; 5]; 3] =
    [[0.5, 0.38, 0.1, 0.02, 0.0], [0.05, 0.2, 0.5, 0.2, 0.05], [0.0, 0.02, 0.08, 0.38, 0.52]];

/// Reviews in English of an internet shop's products, for text features, sentiment and topics.
///
/// Columns: `review_id`, `date`, `product`, `rating` (1 to 5), `title` (some missing), `text` (one to
/// five sentences), `verified`, `helpful_votes`.
///
/// Truth: a review has a `sentiment` ("negative", "neutral", "positive") and a main `topic`
/// ("delivery", "battery", "fit", "price", "quality", "service"). Each sentence is about the main
/// topic with the chance `on topic`, and of the review's sentiment with the chance `in mood`; stars
/// are drawn by sentiment. `truth.rows` has `sentiment`, `topic`, and the numbers of positive and of
/// negative sentences.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let story = datasets::product_reviews(200, 42)?;
/// assert_eq!(story.frame.shape(), (200, 8));
/// assert_eq!(story.truth.rows.get_column_names(), ["sentiment", "topic", "n_positive", "n_negative"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter) for no rows or more than 100 million.
pub fn product_reviews(n: usize, seed: u64) -> Result<Story> {
    check_rows("product_reviews", n, MOST_ROWS)?;
    let mut dice = Dice::new(seed);
    let reviews = draw(n, |_| Review::draw(&mut dice))?;
    Ok(Story { frame: frame(&reviews)?, truth: truth(&reviews)? })
}

struct Review {
    day: i32,
    product: &'static str,
    sentiment: usize,
    topic: usize,
    rating: i64,
    title: Option<String>,
    text: String,
    positive: i64,
    negative: i64,
    verified: bool,
    helpful: i64,
}

impl Review {
    fn draw(dice: &mut Dice) -> Self {
        let product = *dice.pick(&PRODUCTS);
        let (sentiment, topic) = (dice.weighted(&SHARES), dice.below(TOPICS.len()));
        let good_chance = [1.0 - IN_MOOD, 0.5, IN_MOOD][sentiment];
        let mut sentences = Vec::new();
        let (mut positive, mut negative) = (0, 0);
        for place in 0..1 + dice.weighted(&[0.1, 0.25, 0.3, 0.25, 0.1]) {
            let about = if dice.chance(ON_TOPIC) { topic } else { dice.below(TOPICS.len()) };
            let good = dice.chance(good_chance);
            if good {
                positive += 1;
            } else {
                negative += 1;
            }
            let sentence = sentence(&TOPICS[about], good, dice);
            sentences.push(if place == 0 && dice.chance(0.5) {
                opened(&sentence, product, dice)
            } else {
                sentence
            });
        }
        if dice.chance(0.35) {
            sentences.push((*dice.pick(&CLOSINGS[sentiment])).to_owned());
        }
        let title = (!dice.chance(0.1)).then(|| title(&TOPICS[topic], sentiment, dice));
        Self {
            day: NEW_YEAR_2024 + dice.below(366) as i32,
            product,
            sentiment,
            topic,
            rating: 1 + dice.weighted(&STARS[sentiment]) as i64,
            title,
            text: sentences.join(" "),
            positive,
            negative,
            verified: dice.chance(0.8),
            helpful: dice.poisson([2.5, 1.0, 0.8][sentiment]) as i64,
        }
    }
}

/// "The battery life is really excellent."
fn sentence(topic: &Topic, good: bool, dice: &mut Dice) -> String {
    let verdicts: &[&str] = if good { topic.good } else { topic.bad };
    let (subject, verdict) = (*dice.pick(topic.subjects), *dice.pick(verdicts));
    let text = match dice.below(5) {
        0 => format!("I must say the {subject} {verdict}"),
        1 => format!("the {subject} {verdict}, at least for me"),
        2 => format!(
            "after {} the {subject} {verdict}",
            dice.pick(&["a week", "two months", "a few days", "half a year"])
        ),
        3 => format!("as for the {subject}, it {verdict}"),
        _ => format!("the {subject} {verdict}"),
    };
    let end = if dice.chance(0.12) { "!" } else { "." };
    format!("{}{end}", capitalised(&text))
}

/// "Bought this kettle for my sister. The …"
fn opened(sentence: &str, product: &str, dice: &mut Dice) -> String {
    format!("{} {sentence}", dice.pick(&OPENINGS).replace("{product}", product))
}

fn title(topic: &Topic, sentiment: usize, dice: &mut Dice) -> String {
    let subject = *dice.pick(topic.subjects);
    let words: [&[&str]; 3] = [
        &["Disappointing", "Terrible", "Poor", "Do not buy:"],
        &["Average", "Mixed feelings about the", "So-so", "Acceptable"],
        &["Great", "Excellent", "Love the", "Very good"],
    ];
    format!("{} {subject}", dice.pick(words[sentiment]))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn frame(reviews: &[Review]) -> Result<DataFrame> {
    let ids: Vec<i64> = (1..=reviews.len() as i64).collect();
    let columns = vec![
        column("review_id", &ids, |id| *id),
        dates("date", reviews, |review| review.day)?,
        column("product", reviews, |review| review.product),
        column("rating", reviews, |review| review.rating),
        column("title", reviews, |review| review.title.clone()),
        column("text", reviews, |review| review.text.clone()),
        column("verified", reviews, |review| review.verified),
        column("helpful_votes", reviews, |review| review.helpful),
    ];
    Ok(DataFrame::new(reviews.len(), columns)?)
}

fn truth(reviews: &[Review]) -> Result<Truth> {
    let columns = vec![
        column("sentiment", reviews, |review| SENTIMENTS[review.sentiment]),
        column("topic", reviews, |review| TOPICS[review.topic].name),
        column("n_positive", reviews, |review| review.positive),
        column("n_negative", reviews, |review| review.negative),
    ];
    let parameters = [
        ("share: negative", SHARES[0]),
        ("share: neutral", SHARES[1]),
        ("share: positive", SHARES[2]),
        ("on topic", ON_TOPIC),
        ("in mood", IN_MOOD),
    ];
    let model = "A review has a sentiment and a main topic; most of its sentences are of that sentiment and about that topic.";
    Truth::new(model, &parameters, DataFrame::new(reviews.len(), columns)?)
}
