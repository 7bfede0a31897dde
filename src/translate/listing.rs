//! Lists of models: the control plane's lists become OpenAI's `Model`s, each with an id that a request can name. The
//! catalogue's lists are for where the control plane cannot be reached.

use time::Date;
use time::Month;

use crate::error::Error;
use crate::json;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::models;
use crate::models::InferenceProfile;
use crate::models::Model;
use crate::models::Name;

/// The list, from the JSON of ListFoundationModels and of each page of ListInferenceProfiles.
///
/// Models that are available through an inference profile only are not listed under their own ids.
pub fn listing(foundation_models: &str, profile_pages: &[String]) -> String {
    let models = json::parse(foundation_models).unwrap_or_default();
    let models = models.get("modelSummaries").items();
    let mut list = begin();
    for model in models.iter().filter(|model| is_on_demand(model)) {
        write_model(&mut list, model);
    }
    for page in profile_pages {
        let page = json::parse(page).unwrap_or_default();
        for profile in page.get("inferenceProfileSummaries").items() {
            write_profile(&mut list, profile, models);
        }
    }
    end(list)
}

/// The models that can be called from a region as far as the catalogue knows, which has no dates.
pub fn offline_listing(region: &str) -> String {
    let mut list = begin();
    for id in models::ids() {
        let name = Name { model_id: id.to_owned(), region: None, is_alias: true };
        let model = Model::of(id);
        let has_profiles = !model.profile_prefixes().is_empty();
        let is_listed = |other: &&String| if *other == id { !model.needs_profile() } else { has_profiles };
        for id in InferenceProfile::Auto.ids(&name, region).iter().filter(is_listed) {
            write_offline(&mut list, id);
        }
    }
    end(list)
}

/// One model, from the JSON of GetFoundationModel or GetInferenceProfile.
///
/// # Errors
/// [`Kind::Protocol`](crate::error::Kind::Protocol) if the JSON holds no model.
pub fn listed(reply: &str) -> Result<String, Error> {
    let reply = json::parse(reply).unwrap_or_default();
    let mut out = Writer::default();
    let model = reply.get("modelDetails");
    if model.get("modelId").text().is_some() {
        write_model(&mut out, model);
    } else if reply.get("inferenceProfileId").text().is_some() {
        write_profile(&mut out, &reply, &[]);
    } else {
        return Err(Error::protocol("The reply names no model."));
    }
    Ok(out.finish())
}

/// One model, as far as the catalogue knows it; nothing if it does not.
pub fn offline_listed(id: &str) -> Option<String> {
    Model::of(id).is_listed().then(|| {
        let mut out = Writer::default();
        write_offline(&mut out, id);
        out.finish()
    })
}

fn begin() -> Writer {
    let mut list = Writer::default();
    list.raw(r#"{"object":"list","data":["#);
    list
}

fn end(mut list: Writer) -> String {
    list.close_all("]}");
    list.finish()
}

/// Whether a model can be called by its own id. Some are listed once more for each size of context, for those who have
/// bought throughput.
fn is_on_demand(model: &Value<'_>) -> bool {
    let types = model.get("inferenceTypesSupported").items();
    types.is_empty() || types.iter().any(|kind| kind.word() == "ON_DEMAND")
}

fn write_model(out: &mut Writer, model: &Value<'_>) {
    let id = model.get("modelId").text().unwrap_or_default();
    let owner = model.get("providerName").text();
    write_entry(out, id, model.get("modelLifecycle").get("startOfLifeTime"), owner, Some(model));
}

/// A profile of AWS's is called by its id, one of the account's by its ARN alone.
fn write_profile(out: &mut Writer, profile: &Value<'_>, models: &[Value<'_>]) {
    let arn = profile.get("inferenceProfileArn").text();
    let id = profile.get("inferenceProfileId").text();
    let is_own = profile.get("type").word() == "APPLICATION";
    let id = if is_own { arn.or(id) } else { id }.unwrap_or_default();
    let first = profile.get("models").items().first().unwrap_or(&Value::Null);
    let base = first.get("modelArn").said();
    let base = Model::of(&base).id;
    let model = models.iter().find(|model| model.get("modelId").says(base));
    let owner = model.and_then(|model| model.get("providerName").text());
    let maker = base.split('.').next().unwrap_or_default();
    write_entry(out, id, profile.get("createdAt"), owner.or(Some(Text::plain(maker))), Some(profile));
}

fn write_offline(out: &mut Writer, id: &str) {
    let maker = Model::of(id).id.split('.').next().unwrap_or_default();
    write_entry(out, Text::plain(id), &Value::Null, Some(Text::plain(maker)), None);
}

fn write_entry(
    out: &mut Writer,
    id: Text<'_>,
    created: &Value<'_>,
    owner: Option<Text<'_>>,
    details: Option<&Value<'_>>,
) {
    let created_s = created.str().and_then(|date| seconds(&date)).unwrap_or_default();
    out.open('{').key("id").text(id).key("object").string("model").key("created").raw(&created_s.to_string());
    out.key("owned_by").text(owner.unwrap_or_default());
    if let Some(details) = details {
        out.key("_bedrock").value(details);
    }
    out.close('}');
}

/// The day of an ISO 8601 date, in seconds since 1970.
fn seconds(date: &str) -> Option<i64> {
    let number = |from: usize, to: usize| date.get(from..to)?.parse::<u16>().ok();
    let month = u8::try_from(number(5, 7)?).ok().and_then(|month| Month::try_from(month).ok())?;
    let day = u8::try_from(number(8, 10)?).ok()?;
    let date = Date::from_calendar_date(number(0, 4)?.into(), month, day).ok()?;
    Some(date.midnight().as_utc().unix_timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_to_the_day() {
        assert_eq!(seconds("1970-01-01T23:59:59Z"), Some(0));
        assert_eq!(seconds("2026-11-22T21:43:05.123Z"), Some(1_795_305_600));
        for other in ["", "2026", "2026-13-01", "2026-02-30", "yesterday!"] {
            assert_eq!(seconds(other), None, "{other}");
        }
    }
}
