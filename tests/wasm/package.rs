//! The package's own JavaScript around the WebAssembly under test.
//!
//! wasm-bindgen copies each module that something is imported from, and leaves the imports between them as they are.

use bedrock_wasm::wasm;
use js_sys::Function;
use js_sys::Object;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

use super::support::set;

#[wasm_bindgen(module = "/pkg-template/engine/core.js")]
extern "C" {
    pub(crate) type Core;
    #[wasm_bindgen(constructor)]
    fn new(engine: &JsValue, options: &JsValue) -> Core;
    /// Calls the operation of this AWS name.
    #[wasm_bindgen(method)]
    pub(crate) fn send(this: &Core, operation: &str, input: &JsValue, options: &JsValue) -> Promise;
}

/// Names one export of each other module, so that it is copied. A page with a module too few would never load:
/// `tests/native/tidy_modules.rs` compares.
macro_rules! modules {
    ($($path:literal => $export:ident as $name:ident),*) => {
        $(
            #[wasm_bindgen(module = $path)]
            extern "C" {
                #[wasm_bindgen(thread_local_v2, js_name = $export)]
                static $name: JsValue;
            }
        )*
        fn modules() -> bool {
            [$($name.with(JsValue::is_undefined)),*].contains(&true)
        }
    };
}

modules! {
    "/pkg-template/client/errors.js" => createError as ERRORS,
    "/pkg-template/engine/exchange.js" => headOf as EXCHANGE,
    "/pkg-template/engine/hash.js" => hash as HASH,
    "/pkg-template/engine/inputs.js" => shapeOf as INPUTS,
    "/pkg-template/engine/io.js" => Line as IO,
    "/pkg-template/engine/json.js" => encodeJson as JSON,
    "/pkg-template/engine/keys.js" => KeySource as KEYS,
    "/pkg-template/engine/observer.js" => Observer as OBSERVER,
    "/pkg-template/engine/obstacle.js" => Obstacle as OBSTACLE,
    "/pkg-template/engine/options.js" => CLIENT as OPTIONS,
    "/pkg-template/engine/text.js" => field as TEXT,
    "/pkg-template/engine/underway.js" => Underway as UNDERWAY
}

impl Core {
    /// A client with these options.
    pub(crate) fn with(options: &JsValue) -> Self {
        assert!(!modules(), "each module has its export");
        Self::new(&engine(), options)
    }
}

/// What `load.js` makes of wasm-bindgen's module, of the functions under test.
fn engine() -> JsValue {
    let client = |options: String| JsValue::from(wasm::Client::new(&options));
    let operation = |name: String| JsValue::from(wasm::engine::operation(&name));
    let sha256 = |piece: Vec<u8>, is_last: bool| JsValue::from(wasm::engine::sha256(&piece, is_last));
    let bindings = Object::new();
    let client = Closure::<dyn Fn(String) -> JsValue>::new(client).into_js_value();
    let constructor = Function::new_with_args("make", "return function (options) { return make(options); }");
    set(&bindings, "Client", &constructor.call1(&JsValue::UNDEFINED, &client).expect("it only makes a function"));
    set(&bindings, "operation", &Closure::<dyn Fn(String) -> JsValue>::new(operation).into_js_value());
    set(&bindings, "sha256", &Closure::<dyn Fn(Vec<u8>, bool) -> JsValue>::new(sha256).into_js_value());
    let engine = Function::new_with_args(
        "bindings",
        "const instance = { bindings, calls: new Set(), isDiscarded: false, discard: (cause) => cause };
         return { bindings, instance: async () => instance };",
    );
    engine.call1(&JsValue::UNDEFINED, bindings.unchecked_ref()).expect("it only makes an object")
}
