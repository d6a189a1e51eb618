//! The word lists behind [`super::words`], sorted.

use super::words::{Abbreviation, Letters};
use Abbreviation::{Closing, Hour, Linking, Month, Numbering, NumberingOrTitle, State, Suffix, Title};
use Letters::{Any, Capital, Small};

/// Words that are written with a full stop, in small letters and without it; what they are; and how
/// their first letter must be written for them to be that.
pub(super) const ABBREVIATIONS: &[(&str, Abbreviation, Letters)] = &[
    ("a.m", Hour, Any), ("adm", Title, Capital), ("al", Closing, Any), ("ala", State, Capital),
    ("ald", Title, Capital), ("alta", State, Capital), ("am", Hour, Small),
    ("amb", Title, Capital), ("app", NumberingOrTitle, Any), ("approx", Linking, Any),
    ("apr", Month, Capital), ("ariz", State, Capital), ("ark", State, Capital),
    ("art", Numbering, Any), ("arts", Numbering, Any), ("assn", Suffix, Any),
    ("assoc", Suffix, Any), ("asst", Title, Capital), ("atty", Title, Capital),
    ("aug", Month, Capital), ("ave", Suffix, Any), ("bldg", Suffix, Any), ("blvd", Suffix, Any),
    ("bn", Suffix, Any), ("brig", Title, Capital), ("bros", Suffix, Any), ("c.f", Linking, Any),
    ("ca", Linking, Any), ("calif", State, Capital), ("capt", Title, Capital),
    ("cdr", Title, Capital), ("cf", Linking, Any), ("ch", Numbering, Any), ("chs", Numbering, Any),
    ("cl", Numbering, Any), ("cmdr", Title, Capital), ("co", Suffix, Capital),
    ("col", Title, Capital), ("colo", State, Capital), ("comdr", Title, Capital),
    ("conn", State, Capital), ("corp", Suffix, Any), ("cos", Suffix, Any), ("cpl", Title, Capital),
    ("dec", Month, Capital), ("deg", Linking, Any), ("dep't", Suffix, Any), ("dept", Suffix, Any),
    ("depts", Suffix, Any), ("det", Title, Capital), ("dir", Title, Capital), ("div", Suffix, Any),
    ("dr", Title, Capital), ("e.g", Linking, Any), ("ed", Numbering, Any), ("eg", Linking, Any),
    ("eq", Numbering, Any), ("esq", Suffix, Any), ("est", Suffix, Any), ("et.al", Closing, Any),
    ("etc", Closing, Any), ("ex", NumberingOrTitle, Any), ("feb", Month, Capital),
    ("fig", NumberingOrTitle, Any), ("figs", NumberingOrTitle, Any), ("fla", State, Capital),
    ("fr", Title, Capital), ("ft", Suffix, Any), ("ga", State, Capital), ("gen", Title, Capital),
    ("gov", Title, Capital), ("gov't", Suffix, Any), ("govs", Title, Capital),
    ("govt", Suffix, Any), ("hon", Title, Capital), ("hwy", Suffix, Any), ("i.e", Linking, Any),
    ("ibid", Closing, Any), ("ie", Linking, Any), ("ill", State, Capital), ("inc", Suffix, Any),
    ("ind", State, Capital), ("insp", Title, Capital), ("int'l", Suffix, Any),
    ("intl", Suffix, Any), ("jan", Month, Capital), ("jr", Suffix, Any), ("jul", Month, Capital),
    ("jun", Month, Capital), ("kan", State, Capital), ("ky", State, Capital),
    ("la", State, Capital), ("lt", Title, Capital), ("lt-col", Title, Capital),
    ("lt-gen", Title, Capital), ("ltd", Suffix, Any), ("maj", Title, Capital),
    ("maj-gen", Title, Capital), ("mar", Month, Capital), ("mass", State, Capital),
    ("max", Suffix, Capital), ("md", State, Capital), ("messrs", Title, Capital),
    ("mfg", Suffix, Any), ("mich", State, Capital), ("min", Suffix, Capital),
    ("minn", State, Capital), ("miss", State, Capital), ("mlle", Title, Capital),
    ("mme", Title, Capital), ("mo", State, Capital), ("mont", State, Capital),
    ("mr", Title, Capital), ("mrs", Title, Capital), ("ms", Title, Capital),
    ("msgr", Title, Capital), ("mt", Suffix, Any), ("mx", Title, Capital), ("nat'l", Suffix, Any),
    ("natl", Suffix, Any), ("neb", State, Capital), ("nev", State, Capital),
    ("no", Numbering, Any), ("nos", Numbering, Any), ("nov", Month, Capital),
    ("nr", Numbering, Any), ("oct", Month, Capital), ("okla", State, Capital),
    ("ont", State, Capital), ("op", Numbering, Any), ("ore", State, Capital),
    ("p", Numbering, Any), ("p.m", Hour, Any), ("pa", State, Capital), ("par", Numbering, Any),
    ("para", Numbering, Any), ("paras", Numbering, Any), ("pct", Linking, Any),
    ("penn", State, Capital), ("ph.d", Suffix, Any), ("plc", Suffix, Any), ("pm", Hour, Small),
    ("pp", Numbering, Any), ("pres", Title, Capital), ("prof", Title, Capital),
    ("profs", Title, Capital), ("pt", Numbering, Any), ("pvt", Title, Capital),
    ("que", State, Capital), ("rd", Suffix, Any), ("regt", Suffix, Any), ("rep", Title, Capital),
    ("reps", Title, Capital), ("res", Numbering, Any), ("ret", Suffix, Any),
    ("rev", Title, Capital), ("rt", Title, Capital), ("sec", NumberingOrTitle, Any),
    ("secs", NumberingOrTitle, Any), ("sen", Title, Capital), ("sens", Title, Capital),
    ("sep", Month, Capital), ("sept", Month, Capital), ("sgt", Title, Capital),
    ("spc", Title, Capital), ("sq", Suffix, Capital), ("sr", Suffix, Any), ("st", Suffix, Capital),
    ("stat", Numbering, Any), ("ste", Suffix, Any), ("supt", Title, Capital),
    ("tenn", State, Capital), ("tex", State, Capital), ("univ", Suffix, Any), ("v", Linking, Any),
    ("va", State, Capital), ("vice-adm", Title, Capital), ("viz", Linking, Any),
    ("vol", Numbering, Any), ("vols", Numbering, Any), ("vs", Linking, Any),
    ("vt", State, Capital), ("wash", State, Capital), ("wis", State, Capital),
    ("wyo", State, Capital),
];

/// Words that sentences begin with and names do not. Names and parts of names (`Will`, `May`, `An`,
/// `So`) are left out: a missing word costs a boundary that no reader could be sure of either, and
/// a wrong one tears a name apart.
pub(super) const BEGINNINGS: &[&str] = &[
    "According", "After", "All", "Also", "Although", "Among", "Analysts", "And", "Another", "Are",
    "As", "Asked", "At", "Because", "Before", "Between", "Both", "But", "By", "Can", "Could",
    "Critics", "Despite", "Did", "Do", "Does", "During", "Each", "Earlier", "Either", "Even",
    "Every", "Experts", "Few", "Five", "For", "Four", "From", "Furthermore", "He", "He's", "Her",
    "Here", "His", "How", "However", "I'd", "I'll", "I'm", "I've", "If", "In", "Indeed", "Instead",
    "Is", "It", "It's", "Its", "Just", "Last", "Later", "Let", "Let's", "Like", "Many", "Maybe",
    "Meanwhile", "More", "Moreover", "Most", "Much", "My", "Neither", "Nevertheless", "No",
    "Nobody", "Nor", "Not", "Nothing", "Now", "Officials", "On", "Once", "Only", "Or", "Other",
    "Others", "Our", "Over", "Perhaps", "Please", "Several", "She", "She's", "Should", "Since",
    "Some", "Still", "Such", "That", "That's", "The", "Their", "Then", "There", "There's", "These",
    "They", "They're", "This", "Those", "Though", "Three", "Through", "Throughout", "Thus", "To",
    "Today", "Tomorrow", "Two", "Under", "Unlike", "Until", "Was", "We", "We'll", "We're", "We've",
    "Well", "Were", "What", "When", "Where", "Whether", "Which", "While", "Who", "Why", "With",
    "Without", "Would", "Yes", "Yesterday", "Yet", "You", "Your",
];

/// Verbs that tell who spoke.
pub(super) const SPEECH: &[&str] = &[
    "added", "adds", "answered", "asked", "asks", "continued", "cried", "declared", "demanded",
    "exclaimed", "insisted", "joked", "posted", "quipped", "remarked", "replied", "responded",
    "said", "says", "shouted", "told", "tweeted", "wondered", "writes", "wrote",
];

/// Words that may follow a verb of speech where nothing but the time, the place or the hearer is
/// said after it.
pub(super) const AFTER_SPEECH: &[&str] = &[
    "after", "afterward", "as", "at", "before", "during", "from", "her", "him", "in", "last",
    "later", "me", "on", "reporters", "rhetorically", "them", "this", "to", "us", "when", "while",
    "with",
];

/// Words after which a single capital letter is a number or a name of its own, not an initial.
pub(super) const LETTERED: &[&str] = &[
    "Annex", "Appendix", "Article", "Basket", "Category", "Chapter", "Class", "Figure", "Grade",
    "Group", "Option", "Part", "Phase", "Pillar", "Plan", "Point", "Schedule", "Section", "Table",
    "Tier", "Title", "Type", "Vitamin", "Volume", "War", "option", "vitamin",
];

pub(super) const WEEKDAYS: &[&str] = &[
    "Fri", "Friday", "Mon", "Monday", "Sat", "Saturday", "Sun", "Sunday", "Thu", "Thur", "Thurs",
    "Thursday", "Tue", "Tues", "Tuesday", "Wed", "Wednesday",
];

pub(super) const MONTHS: &[&str] = &[
    "April", "August", "December", "February", "January", "July", "June", "March", "May",
    "November", "October", "September",
];
