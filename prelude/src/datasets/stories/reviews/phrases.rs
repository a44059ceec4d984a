//! The words that reviews are made of.

/// What a sentence may be about.
pub(super) struct Topic {
    pub name: &'static str,
    /// After "the".
    pub subjects: &'static [&'static str],
    /// After a subject in the singular.
    pub good: &'static [&'static str],
    pub bad: &'static [&'static str],
}

pub(super) const PRODUCTS: [&str; 10] = [
    "headphones",
    "kettle",
    "backpack",
    "running shoes",
    "desk lamp",
    "smart watch",
    "rain jacket",
    "speaker",
    "office chair",
    "coffee grinder",
];

pub(super) const OPENINGS: [&str; 8] = [
    "Bought the {product} for my sister.",
    "I ordered the {product} last month.",
    "This is my second order of the {product}.",
    "I use the {product} every day.",
    "My old one broke, so I chose the {product}.",
    "I got the {product} as a gift from a friend.",
    "I compared several models before I took the {product}.",
    "A colleague told me about the {product}.",
];

/// By sentiment: negative, neutral, positive.
pub(super) const CLOSINGS: [[&str; 5]; 3] = [
    [
        "I want my money back.",
        "Never again.",
        "I sent it back the same day.",
        "Save your money and look elsewhere.",
        "I regret this purchase.",
    ],
    [
        "It does the job, no more.",
        "There are better and there are worse.",
        "I am still not sure what to think.",
        "Fine for the moment.",
        "Maybe the next version will be better.",
    ],
    [
        "I would buy it again at once.",
        "Highly recommended.",
        "My whole family is happy with it.",
        "Five stars from me.",
        "Thank you, keep up the good work.",
    ],
];

pub(super) const TOPICS: [Topic; 6] = [
    Topic {
        name: "delivery",
        subjects: &["delivery", "shipping", "parcel", "courier", "packaging"],
        good: &[
            "arrived a day early",
            "came on time and in perfect shape",
            "was surprisingly fast",
            "reached me within two days",
            "could be tracked all the way",
            "was careful and friendly",
        ],
        bad: &[
            "arrived two weeks late",
            "came with a crushed box",
            "got lost for days",
            "was left out in the rain",
            "took forever",
            "was delayed three times without notice",
        ],
    },
    Topic {
        name: "battery",
        subjects: &["battery", "battery life", "charger", "charging", "power supply"],
        good: &[
            "lasts a whole week",
            "is full again in under an hour",
            "holds up better than promised",
            "survived a long weekend trip",
            "stays cool and quick",
            "still performs like new",
        ],
        bad: &[
            "dies after two hours",
            "gets worryingly hot",
            "drains overnight without any use",
            "stopped working at ten percent",
            "needs a plug far too often",
            "failed within a month",
        ],
    },
    Topic {
        name: "fit",
        subjects: &["size", "fit", "cut", "strap", "shape"],
        good: &[
            "is true to the chart",
            "suits me perfectly",
            "feels comfortable all day",
            "adjusts easily",
            "sits exactly where it should",
            "is generous without being loose",
        ],
        bad: &[
            "runs two numbers small",
            "pinches and leaves marks",
            "is far too wide",
            "slips all the time",
            "does not match the chart at all",
            "feels tight and stiff",
        ],
    },
    Topic {
        name: "price",
        subjects: &["price", "cost", "value", "deal", "offer"],
        good: &[
            "is hard to beat",
            "was a real bargain",
            "is more than fair",
            "dropped right before I ordered",
            "beats every shop in town",
            "is worth every cent",
        ],
        bad: &[
            "is a rip-off",
            "went up right after the advert",
            "is far too high for what you get",
            "hides expensive extras",
            "is double what others ask",
            "cannot be justified",
        ],
    },
    Topic {
        name: "quality",
        subjects: &["material", "build quality", "finish", "stitching", "surface"],
        good: &[
            "feels solid and premium",
            "is sturdy and beautifully made",
            "shows no sign of wear",
            "is better than in the pictures",
            "looks elegant and robust",
            "survived a fall without a scratch",
        ],
        bad: &[
            "feels cheap and flimsy",
            "broke on the first day",
            "came apart after one wash",
            "is full of scratches",
            "smells of glue",
            "looks worn already",
        ],
    },
    Topic {
        name: "service",
        subjects: &["customer service", "support", "hotline", "refund", "warranty"],
        good: &[
            "was quick and helpful",
            "solved my problem in minutes",
            "was handled without a question",
            "went beyond what I expected",
            "was polite and competent",
            "got me a replacement at once",
        ],
        bad: &[
            "never answered my mails",
            "kept me waiting for an hour",
            "was rude and clueless",
            "is an endless loop of forms",
            "was refused for no reason",
            "was useless from start to end",
        ],
    },
];
