//! Lists of models in OpenAI's shape, from the control plane; from the catalogue where pages and keys cannot reach it.

use super::Answer;
use super::OpenAi;
use super::Options;
use super::Output;
use super::tell;
use crate::call::Reply;
use crate::error::Error;
use crate::error::Kind;
use crate::io::Io;
use crate::json;
use crate::models::Model;
use crate::search::says;
use crate::translate;
use crate::translate::Warning;

/// How many pages of profiles are read; each has up to a thousand.
const PAGES_MAX: usize = 20;

impl OpenAi {
    /// Lists the models that can be called from the region.
    ///
    /// # Errors
    /// As [`crate::call::Client::call`], where the catalogue cannot help.
    pub async fn list_models<I: Io>(&self, io: &I, options: &Options) -> Result<Answer, Error> {
        let region = self.region(options, None);
        let lists = self.lists(io, region, options).await;
        let listed = lists.map(|(models, pages)| {
            let output = translate::listing(&models.text, &pages);
            (models, output)
        });
        answer(io, listed, || Some(translate::offline_listing(region)))
    }

    /// Looks up one model or one inference profile. `request` is JSON with the `model`.
    ///
    /// # Errors
    /// As [`OpenAi::list_models`].
    pub async fn retrieve_model<I: Io>(&self, io: &I, request: &str, options: &Options) -> Result<Answer, Error> {
        let request = json::parse(request).unwrap_or_default();
        let asked = request.get("model").str().filter(|model| !model.is_empty());
        let asked = asked.ok_or_else(|| Error::input("No model. Pass its name to models.retrieve."))?;
        let target = self.target(&asked, options)?;
        let id = self.route.ids(&target).into_iter().next().unwrap_or_default();
        let is_profile = Model::of(&id).id != id && !says(&id, ":foundation-model/");
        let (operation, member) = match is_profile {
            true => ("GetInferenceProfile", "inferenceProfileIdentifier"),
            false => ("GetFoundationModel", "modelIdentifier"),
        };
        let found = match self.call(io, &target.region, operation, &[(member, id.clone())], options).await {
            Ok((reply, _)) => {
                let output = translate::listed(&reply.text)?;
                Ok((reply, output))
            }
            Err(error) => Err(error),
        };
        answer(io, found, || translate::offline_listed(&id))
    }

    /// The models, and every page of the profiles.
    async fn lists<I: Io>(&self, io: &I, region: &str, options: &Options) -> Result<(Reply, Vec<String>), Error> {
        let (models, _) = self.call(io, region, "ListFoundationModels", &[], options).await?;
        let (mut pages, mut tokens) = (Vec::new(), Vec::<String>::new());
        for _ in 0..PAGES_MAX {
            let mut members = vec![("maxResults", "1000".to_owned())];
            members.extend(tokens.last().map(|token| ("nextToken", token.clone())));
            let (page, _) = self.call(io, region, "ListInferenceProfiles", &members, options).await?;
            let token = json::parse(&page.text).and_then(|page| page.get("nextToken").str().map(Into::into));
            pages.push(page.text);
            match token {
                // A repeated token would start the list over.
                Some(token) if !tokens.contains(&token) => tokens.push(token),
                _ => break,
            }
        }
        Ok((models, pages))
    }
}

/// OpenAI's output; or the catalogue's, with a warning that says why.
fn answer(
    io: &impl Io,
    found: Result<(Reply, String), Error>,
    offline: impl FnOnce() -> Option<String>,
) -> Result<Answer, Error> {
    let (head, output, warnings) = match found {
        Ok((reply, output)) => (Some(reply.head), output, Vec::new()),
        Err(error) if is_out_of_reach(&error) => {
            let why = error.message();
            let message = ["The models are from this package's own catalogue, not from your account: ", why].concat();
            let output = offline().ok_or(error)?;
            (None, output, vec![Warning { code: "offline_catalogue", message }])
        }
        Err(error) => return Err(error),
    };
    tell(io, &warnings);
    Ok(Answer { head, output: Output::Whole(output), warnings, secrets: Vec::new() })
}

/// The caller has to know of wrong keys and wrong requests.
fn is_out_of_reach(error: &Error) -> bool {
    match error.kind() {
        Kind::Connection | Kind::Timeout | Kind::Protocol => true,
        Kind::Service => error.class() != "AuthenticationError" && error.status() != Some(400),
        Kind::Input | Kind::Credentials | Kind::Abort => false,
    }
}
