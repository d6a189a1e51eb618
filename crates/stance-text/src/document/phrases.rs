//! What pages say about themselves, in English: all in small letters.

/// A whole line that says one of these belongs to the page.
pub(super) const WHOLE: &[&str] = &[
    "about us", "ad", "advertisement", "advertising", "all rights reserved", "archive",
    "back to top", "breaking news", "cancel", "close", "comment", "comments",
    "comments are closed", "contact us", "continue", "continue reading", "cookie policy",
    "copy link", "copyright", "download", "download pdf", "email", "embed", "end of transcript",
    "facebook", "follow us", "for immediate release", "for more information", "go back",
    "home page", "image", "latest", "latest news", "leave a comment", "leave a reply",
    "listen to this article", "load more", "loading", "log in", "login", "main menu", "menu",
    "most popular", "most read", "most viewed", "newsletter", "newsletters", "next",
    "next article", "next post", "no comments", "no comments yet", "our network", "photo gallery",
    "play video", "popular", "popular posts", "post a comment", "press enter to search",
    "previous", "previous article", "previous post", "print", "print this page", "privacy policy",
    "read full story", "read more", "register", "reply", "report an error", "rss", "save",
    "search", "search this site", "see all", "see more", "share", "share on facebook",
    "share on twitter", "share this", "share this article", "share this page", "share this post",
    "share this story", "show all", "show comments", "show more", "sign in", "sign up", "sitemap",
    "skip to content", "skip to main content", "submit", "subscribe", "subscribe now",
    "support us", "tags", "terms of service", "terms of use", "toggle navigation", "top stories",
    "trending", "trending now", "twitter", "view all", "view comments", "view more", "watch live",
    "what's new", "write a comment", "your email",
];

/// A short line that begins with one of these belongs to the page.
pub(super) const LEADING: &[&str] = &[
    "add a comment", "add to favorites", "all rights reserved", "article continues", "best viewed", "breadcrumb",
    "categories:", "categorized in", "category:", "cc:", "click here", "click to", "comments (",
    "comments:", "continue reading", "copyright ", "date:", "download the app", "filed under",
    "follow @", "follow us", "found in:", "from:", "go to top", "in reply to", "join us on",
    "keywords:", "labels:", "last updated", "leave a comment", "leave a reply", "like us on",
    "listen to ", "log in to", "media contact", "media enquiries", "media inquiries", "message-id:", "more from ",
    "press contact", "next:", "no comments",
    "originally published", "page ", "permalink", "post a comment", "posted by", "posted in",
    "posted on", "previous:", "print this", "published by", "published in", "published on",
    "read full", "read more", "read the full", "reply to", "reply-to:", "section:", "sent:",
    "share on", "share this", "share via", "show comments", "sign in", "sign up", "skip to",
    "subscribe to", "tag:", "tagged", "tags:", "this entry was posted", "to:", "topic:", "topics:",
    "updated:", "view all", "view comments", "view this post", "you are here", "©",
];

/// A line of a sentence or two that holds one of these speaks of the page and not of the world.
pub(super) const INSIDE: &[&str] = &[
    "accept all cookies", "accept cookies", "ad blocker", "all rights reserved",
    "already a subscriber", "appeared first on", "become a member", "become a subscriber", "click here",
    "disable your ad", "download our app", "enable javascript", "enter your email", "follow us on",
    "guest post", "in your inbox", "javascript is disabled", "join our mailing list",
    "like us on facebook", "log in to", "may earn a commission", "our newsletter",
    "our privacy policy", "our terms of", "required fields are marked", "sign up for our",
    "subscribe to our", "subscribe today", "subscribe to continue", "subscribe to read", "support our journalism", "supports html5",
    "this page was last", "to continue reading",
    "turn on javascript", "update your browser", "uses cookies", "we use cookies",
    "your browser does not", "your email address",
];

/// After one of these come the headlines of other pages.
pub(super) const RELATED: &[&str] = &[
    "also read", "don't miss", "editor's picks", "editors' picks", "further reading",
    "in other news", "in this section", "latest news", "latest posts", "latest stories",
    "more coverage", "more headlines", "more news", "more stories", "more to read", "most popular",
    "most read", "most viewed", "other news", "other stories", "popular posts", "read also",
    "read next", "recent articles", "recent news", "recent posts", "recommended",
    "recommended for you", "recommended stories", "related", "related articles", "related content",
    "related coverage", "related links", "related news", "related posts", "related reading",
    "related stories", "related topics", "see also", "similar articles", "similar posts",
    "top stories", "trending", "trending now", "what to read next", "you may also like",
    "you might also like",
];

/// A credit begins with one of these.
pub(super) const CREDIT: &[&str] = &[
    "additional reporting", "compiled by", "credit:", "edited by", "editing by", "file photo",
    "graphic by", "graphic:", "illustration by", "illustration:", "image by", "image courtesy",
    "image credit", "image:", "images by", "photo by", "photo courtesy", "photo credit", "photo:",
    "photograph by", "photograph:", "photos by", "photos:", "picture by", "picture:",
    "pictured by", "reported by", "reporting by", "story by", "text by", "translated by",
    "translation by", "video by", "writing by", "written by",
];

/// Words that dates, times and counters are made of, numbers aside.
pub(super) const COUNTING: &[&str] = &[
    "a", "ago", "am", "and", "apr", "april", "at", "aug", "august", "bst", "cest", "cet",
    "comment", "comments", "created", "cst", "date", "day", "days", "dec", "december", "eastern",
    "edt", "est", "et", "feb", "february", "feed", "first", "followers", "fri", "friday", "gmt",
    "h", "hour", "hours", "hrs", "in", "ist", "jan", "january", "jst", "jul", "july", "jun",
    "june", "kst", "last", "like", "likes", "local", "m", "mar", "march", "may", "min", "mins",
    "minute", "minutes", "modified", "mon", "monday", "month", "months", "nov", "november", "oct",
    "october", "of", "on", "p", "pages", "pdt", "photos", "pm", "posted", "pst", "published",
    "read", "reading", "reads", "release", "released", "replies", "retweets", "sat", "saturday",
    "sep", "sept", "september", "share", "shares", "since", "sun", "sunday", "the", "thu", "thur",
    "thurs", "thursday", "time", "to", "trackback", "trackbacks", "tue", "tues", "tuesday",
    "update", "updated", "utc", "view", "views", "votes", "wed", "wednesday", "week", "weeks",
    "year", "years",
];

/// Words of postal addresses.
pub(super) const STREETS: &[&str] = &[
    "ave", "avenue", "blvd", "boulevard", "box", "drive", "floor", "highway", "lane", "plaza",
    "rd", "road", "square", "st", "street", "suite", "tower",
];
