//! The package's own JavaScript around the WebAssembly under test.
//!
//! Its modules are loaded by addresses that hold their text. As snippets of wasm-bindgen's they would be a dozen
//! requests at once, which the server of its test runner does not always answer.

use bedrock_wasm::wasm;
use js_sys::Function;
use js_sys::Object;
use js_sys::Promise;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use super::support::set;

#[wasm_bindgen(module = "/tests/wasm/load.js")]
extern "C" {
    fn load(address: &str) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    pub(crate) type Core;
    /// Calls the operation of this AWS name.
    #[wasm_bindgen(method)]
    pub(crate) fn send(this: &Core, operation: &str, input: &JsValue, options: &JsValue) -> Promise;
}

/// The modules of a client, by their paths below `pkg-template`.
macro_rules! modules {
    ($($path:literal),*) => {
        [$(($path, include_str!(concat!("../../pkg-template/", $path)))),*]
    };
}

const MODULES: [(&str, &str); 18] = modules![
    "client/errors.js",
    "engine/body.js",
    "engine/core.js",
    "engine/exchange.js",
    "engine/hash.js",
    "engine/held.js",
    "engine/inputs.js",
    "engine/io.js",
    "engine/lease.js",
    "engine/json.js",
    "engine/keys.js",
    "engine/observer.js",
    "engine/obstacle.js",
    "engine/options.js",
    "engine/runtime.js",
    "engine/settings.js",
    "engine/text.js",
    "engine/underway.js"
];

/// The address of a module: its text, with the addresses of those that it imports.
fn address(path: &str) -> String {
    let (_, text) = MODULES.iter().find(|(name, _)| *name == path).unwrap_or_else(|| panic!("add {path} to MODULES"));
    let line = |line: &str| match line.strip_prefix("import ").and_then(|rest| rest.split_once(" from \"")) {
        Some((names, from)) => {
            let from = from.trim_end_matches("\";");
            let imported = from.strip_prefix("../").map_or_else(|| format!("engine/{}", &from[2..]), Into::into);
            format!("import {names} from \"{}\";\n", address(&imported))
        }
        None => format!("{line}\n"),
    };
    let text: String = text.lines().map(line).collect();
    format!("data:text/javascript,{}", js_sys::encode_uri_component(&text))
}

impl Core {
    /// A client with these options.
    pub(crate) async fn with(options: &JsValue) -> Self {
        let settings = construct("engine/settings.js", "Settings", &js_sys::Array::of1(options)).await;
        construct("engine/core.js", "Core", &js_sys::Array::of2(&engine(), &settings)).await.unchecked_into()
    }
}

/// A new object of a class of one of the modules.
async fn construct(path: &str, class: &str, arguments: &js_sys::Array) -> JsValue {
    let module = JsFuture::from(load(&address(path))).await.expect("the modules load");
    let class: Function = Reflect::get(&module, &class.into()).expect("the module has it").unchecked_into();
    Reflect::construct(&class, arguments).expect("it only keeps them")
}

/// What `load.js` makes of wasm-bindgen's module, of the functions under test.
fn engine() -> JsValue {
    let bindings = Object::new();
    let add = |name: &str, function: JsValue| set(&bindings, name, &function);
    let open_client = |options: String| wasm::engine::open_client(&options) as u32;
    let send = |client: u32, world: JsValue, call: String| {
        wasm::engine::send(client as usize, world.unchecked_into(), &call) as u32
    };
    let operation = |name: String| JsValue::from(wasm::engine::operation(&name));
    let sha256 = |piece: Vec<u8>, is_last: bool| JsValue::from(wasm::engine::sha256(&piece, is_last));
    add("openClient", Closure::<dyn Fn(String) -> u32>::new(open_client).into_js_value());
    add(
        "closeClient",
        Closure::<dyn Fn(u32)>::new(|client| wasm::engine::close_client(client as usize)).into_js_value(),
    );
    add("send", Closure::<dyn Fn(u32, JsValue, String) -> u32>::new(send).into_js_value());
    add("poll", Closure::<dyn Fn(u32) -> JsValue>::new(|call| wasm::run::poll(call as usize)).into_js_value());
    add("end", Closure::<dyn Fn(u32)>::new(|call| wasm::run::end(call as usize)).into_js_value());
    add("operation", Closure::<dyn Fn(String) -> JsValue>::new(operation).into_js_value());
    add("sha256", Closure::<dyn Fn(Vec<u8>, bool) -> JsValue>::new(sha256).into_js_value());
    let engine = Function::new_with_args(
        "bindings",
        "const calls = new Set();
         const leave = (call) => calls.delete(call);
         const instance = { bindings, calls, clients: 0, isDiscarded: false, discard: (cause) => cause, leave };
         return { bindings, instance: async () => instance };",
    );
    engine.call1(&JsValue::UNDEFINED, bindings.unchecked_ref()).expect("it only makes an object")
}
