//! What the model says, in sentences of the data files that fit what was asked.

use super::Conversation;
use super::Random;
use super::ToolResult;
use super::data::REPLIES;
use super::data::TOPICS;
use super::data::Templates;
use super::data::Topic;
use super::forms;
use super::question::Form;
use super::question::Question;
use super::sentences::sentences;

/// How many passages a long answer without a topic has.
const LONG_PASSAGES: usize = 4;
/// How much of a tool's result is repeated.
const RESULT_CHARS_MAX: usize = 2_000;

/// An answer in the form that was asked for, as long as the session wants it.
pub(super) fn answer(conversation: &Conversation, random: &mut Random) -> String {
    let question = Question::of(conversation);
    let (mut paragraphs, closer) = if conversation.tool_results.is_empty() {
        of_question(conversation, &question, random)
    } else {
        of_results(&conversation.tool_results, &question, random)
    };
    let has = paragraphs.iter().chain([&closer]).map(|text| sentences(text).len()).sum();
    paragraphs.extend(more(conversation.sentences_min.saturating_sub(has), &question, random));
    if closer.is_empty() {
        return paragraphs.join("\n\n");
    }
    let gap = gap(random);
    paragraphs.join("\n\n") + gap + &closer
}

/// The paragraphs of an answer, and its last words.
fn of_question(conversation: &Conversation, question: &Question, random: &mut Random) -> (Vec<String>, String) {
    let fixed = match question.form {
        Form::Greeting => Some(&REPLIES.greeting),
        Form::Thanks => Some(&REPLIES.thanks),
        Form::About => Some(&REPLIES.about),
        _ => None,
    };
    if let Some(templates) = fixed.filter(|_| conversation.received.is_empty()) {
        return (vec![one_of(templates, question, random)], String::new());
    }
    let mut opener = one_of(openers(question), question, random);
    if let Some((last, before)) = conversation.received.split_last() {
        let things = if before.is_empty() { last.clone() } else { before.join(", ") + " and " + last };
        let received = filled(&REPLIES.received, |slot| (slot == "things").then(|| things.clone()));
        opener = opener + " " + &received;
    }
    let is_plain = matches!(question.form, Form::Plain);
    let closers = if is_plain { &REPLIES.closers } else { &REPLIES.closers_of_forms };
    let closer = one_of(closers, question, random);
    let paragraphs = match question.form {
        Form::Table => vec![opener, forms::table(question)],
        Form::Code => vec![opener, forms::code(question)],
        Form::Steps => vec![opener, forms::steps(question)],
        Form::List => vec![opener, forms::list(question)],
        Form::Long => [opener].into_iter().chain(long(question)).collect(),
        _ if question.topic.is_none() && !conversation.received.is_empty() => vec![opener],
        _ => vec![opener + gap(random) + &question.passage().join(" ")],
    };
    (paragraphs, closer)
}

/// What the tools answered comes back word for word.
fn of_results(results: &[ToolResult], question: &Question, random: &mut Random) -> (Vec<String>, String) {
    let template = random.pick(&REPLIES.after_tools);
    let cited = results.iter().map(|result| {
        let template = if result.failed { &REPLIES.failed_tools } else { template };
        filled(template, |slot| match slot {
            "tools" => Some(format!("`{}`", result.name)),
            "result" => Some(shown(&result.text)),
            _ => None,
        })
    });
    let cited = cited.collect::<Vec<_>>().join(" ");
    (vec![cited], one_of(&REPLIES.after_tools_closers, question, random))
}

/// A result within a sentence: JSON as code, a text without its last full stop.
fn shown(result: &str) -> String {
    let text = result.trim();
    let text: String = if text.chars().count() > RESULT_CHARS_MAX {
        text.chars().take(RESULT_CHARS_MAX).chain(['…']).collect()
    } else {
        text.strip_suffix('.').unwrap_or(text).to_owned()
    };
    match text.chars().next() {
        None => "nothing".to_owned(),
        Some('{' | '[') if !text.contains('`') => format!("`{text}`"),
        _ => text,
    }
}

/// All passages of the topic, or the first ones of some topics.
fn long(question: &Question) -> Vec<String> {
    let some = |topic: &Topic| topic.passages.first().map(|passage| passage.join(" "));
    match question.topic {
        Some(topic) => topic.passages.iter().map(|passage| passage.join(" ")).collect(),
        None => TOPICS.iter().rev().filter_map(some).take(LONG_PASSAGES).collect(),
    }
}

/// Paragraphs that have `wanted` sentences together, beginning with any of all passages.
fn more(wanted: usize, question: &Question, random: &mut Random) -> Vec<String> {
    let passages: Vec<&Vec<String>> = TOPICS.iter().flat_map(|topic| &topic.passages).collect();
    let own = question.passage();
    let start = random.below(passages.len());
    let rest = passages.iter().cycle().skip(start).filter(|passage| passage.as_slice() != own);
    let mut left = wanted;
    let mut paragraphs = Vec::new();
    for passage in rest.take(wanted) {
        if left == 0 {
            break;
        }
        paragraphs.push(passage.join(" "));
        left = left.saturating_sub(passage.len());
    }
    paragraphs
}

/// What is said before tools are called.
pub(super) fn before_tools(conversation: &Conversation, tools: &[&str], random: &mut Random) -> String {
    let names: Vec<String> = tools.iter().map(|name| format!("`{name}`")).collect();
    let question = Question::of(conversation);
    let template = one_of(&REPLIES.before_tools, &question, random);
    filled(&template, |slot| (slot == "tools").then(|| names.join(" and ")))
}

/// Thoughts as Nova 1 writes them into its text.
pub(super) fn thinking(conversation: &Conversation, random: &mut Random) -> String {
    format!("<thinking> {} </thinking>\n", reasoning(conversation, random))
}

pub(super) fn reasoning(conversation: &Conversation, random: &mut Random) -> String {
    let question = Question::of(conversation);
    let thoughts = &REPLIES.reasoning;
    let mut text = one_of(&thoughts.first, &question, random);
    let seen = if !conversation.tool_results.is_empty() {
        &thoughts.results
    } else if !conversation.tools.is_empty() {
        &thoughts.tools
    } else {
        thoughts.forms.get(&question.form).unwrap_or(&thoughts.tools)
    };
    text = text + " " + seen;
    let start = random.below(thoughts.more.len());
    let count = 1_usize.saturating_add(random.below(3));
    for thought in thoughts.more.iter().cycle().skip(start).take(count) {
        text = text + " " + thought;
    }
    text
}

fn openers(question: &Question) -> &'static Templates {
    match () {
        () if question.text.is_empty() => &REPLIES.silent,
        () if question.is_question() => &REPLIES.asked,
        () => &REPLIES.said,
    }
}

/// One of `templates`, with the question in its place.
fn one_of(templates: &[String], question: &Question, random: &mut Random) -> String {
    filled(random.pick(templates), |slot| (slot == "question").then(|| question.quoted()))
}

/// A paragraph ends, or goes on.
fn gap(random: &mut Random) -> &'static str {
    if random.below(2) == 0 { " " } else { "\n\n" }
}

/// The template with its slots filled; those that `value` does not know stay.
fn filled(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, slot, after)) = next_slot(rest) {
        text += before;
        text += &value(slot).unwrap_or_else(|| format!("{{{slot}}}"));
        rest = after;
    }
    text + rest
}

fn next_slot(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (slot, after) = rest.split_once('}')?;
    Some((before, slot, after))
}
