//! The port over JavaScript. Each function of `pkg-template/engine/io.js` gives at once an object that is awaited like
//! a promise and only ever fulfilled: with the text of an [`answer`](text::answer). Nothing is thrown into a future.

use js_sys::Date;
use js_sys::Math;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use super::object;
use super::text;
use crate::http::Head;
use crate::http::Request;
use crate::io::Failure;
use crate::io::Io;
use crate::io::Keys;
use crate::io::Told;
use crate::io::Want;

// Without `catch` where a promise is given: no such function throws.
#[wasm_bindgen]
extern "C" {
    /// One line to the world: it has one request under way at a time.
    #[derive(Clone)]
    pub type World;
    #[wasm_bindgen(method)]
    fn keys(this: &World, limit_ms: u32) -> Promise;
    #[wasm_bindgen(method)]
    fn hash(this: &World) -> Promise;
    #[wasm_bindgen(method)]
    fn exchange(this: &World, request: &str, limit_ms: u32) -> Promise;
    #[wasm_bindgen(method)]
    fn body(this: &World, want: u32, limit_ms: u32) -> Promise;
    #[wasm_bindgen(method)]
    fn sleep(this: &World, ms: u32) -> Promise;
    #[wasm_bindgen(method, catch)]
    fn tell(this: &World, event: &JsValue) -> Result<(), JsValue>;
    #[cfg(feature = "chat")]
    #[wasm_bindgen(method)]
    fn files(this: &World, addresses: Vec<String>) -> Promise;
    #[cfg(feature = "openai")]
    #[wasm_bindgen(method, catch, js_name = setPayload)]
    fn set_payload(this: &World, text: &str) -> Result<(), JsValue>;
    #[cfg(feature = "openai")]
    #[wasm_bindgen(method, catch)]
    fn line(this: &World) -> Result<World, JsValue>;
    #[cfg(feature = "openai")]
    #[wasm_bindgen(method, catch)]
    fn close(this: &World) -> Result<(), JsValue>;
}

/// The port of one call.
pub(super) struct Port {
    world: World,
    listens: u32,
    /// Whether it is a line beside the first one, whose request ends when it is dropped.
    #[cfg(feature = "openai")]
    is_extra: bool,
}

#[cfg(feature = "openai")]
impl Drop for Port {
    fn drop(&mut self) {
        if self.is_extra {
            let _ = self.world.close();
        }
    }
}

impl Port {
    /// `listens` has a bit for each kind of event that the caller listens to: see [`object::kind`].
    pub(super) fn new(world: World, listens: u32) -> Self {
        Self {
            world,
            listens,
            #[cfg(feature = "openai")]
            is_extra: false,
        }
    }
}

/// The world's answer.
async fn said(asked: Promise) -> Result<String, Failure> {
    let said = JsFuture::from(asked).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
    text::answer(&said).map(str::to_owned)
}

impl Io for Port {
    async fn keys(&self, limit_ms: u32) -> Result<Keys, Failure> {
        text::keys(&said(self.world.keys(limit_ms)).await?)
    }

    fn hash(&self) -> impl Future<Output = Result<String, Failure>> {
        said(self.world.hash())
    }

    async fn exchange(&self, request: &Request, limit_ms: u32) -> Result<Head, Failure> {
        let asked = self.world.exchange(&text::request(request), limit_ms);
        Ok(text::head(&said(asked).await?))
    }

    fn body(&self, want: Want, limit_ms: u32) -> impl Future<Output = Result<String, Failure>> {
        said(self.world.body(want as u32, limit_ms))
    }

    #[cfg(feature = "chat")]
    async fn files(&self, addresses: &[String]) -> Result<Vec<String>, Failure> {
        let all = said(self.world.files(addresses.to_vec())).await?;
        Ok(text::fields(&all).map(|(_, file)| file.to_owned()).collect())
    }

    #[cfg(not(feature = "chat"))]
    async fn files(&self, _: &[String]) -> Result<Vec<String>, Failure> {
        Ok(Vec::new())
    }

    async fn sleep(&self, ms: u32) -> Result<(), Failure> {
        said(self.world.sleep(ms)).await.map(drop)
    }

    #[cfg(feature = "openai")]
    fn set_payload(&self, text: &str) {
        let _ = self.world.set_payload(text);
    }

    #[cfg(not(feature = "openai"))]
    fn set_payload(&self, _: &str) {}

    #[cfg(feature = "openai")]
    fn line(&self) -> Self {
        let line = self.world.line();
        let is_extra = line.is_ok();
        Self { world: line.unwrap_or_else(|_| self.world.clone()), listens: self.listens, is_extra }
    }

    #[cfg(not(feature = "openai"))]
    fn line(&self) -> Self {
        Self { world: self.world.clone(), listens: self.listens }
    }

    fn now(&self) -> f64 {
        Date::now()
    }

    fn random(&self) -> f64 {
        Math::random()
    }

    fn tell(&self, told: Told<'_>) {
        if self.listens & object::kind(&told) != 0 {
            let _ = self.world.tell(&object::event(&told));
        }
    }
}
