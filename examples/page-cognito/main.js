// A page whose users sign in with Cognito: their token becomes temporary AWS keys, and the page asks Bedrock by itself.
import { Bedrock } from "bedrock-wasm";
import { fromCognitoIdentityPool } from "bedrock-wasm/credentials";
import { BEDROCK, CLIENT_ID, COGNITO, IDENTITY_POOL_ID, REGION, USER_POOL_ID, USER_POOLS } from "./config.js";

const [login, chat, answer] = ["#login", "#chat", "#answer"].map((id) => document.querySelector(id));
let bedrock;

login.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { user, password } = Object.fromEntries(new FormData(login));
  try {
    const idToken = await signIn(user, password);
    bedrock = new Bedrock({ ...BEDROCK, credentials: credentialsOf(idToken) });
    answer.textContent = "";
    [login.hidden, chat.hidden] = [true, false];
  } catch (error) {
    answer.textContent = error.message;
  }
});

chat.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { question } = Object.fromEntries(new FormData(chat));
  answer.textContent = "";
  try {
    const messages = [{ role: "user", content: [{ text: question }] }];
    for await (const event of await bedrock.converseStream({ modelId: "us.amazon.nova-lite-v1:0", messages })) {
      answer.append(event.contentBlockDelta?.delta.text ?? "");
    }
  } catch (error) {
    answer.append(` ${error.message}`);
  }
});

/** Signs in at the user pool, for the token that says who the user is. */
async function signIn(user, password) {
  const reply = await fetch(USER_POOLS, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
    },
    body: JSON.stringify({
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: CLIENT_ID,
      AuthParameters: { USERNAME: user, PASSWORD: password },
    }),
  });
  const { AuthenticationResult, ChallengeName, message } = await reply.json();
  if (!reply.ok) throw new Error(message ?? "Cognito refuses.");
  if (ChallengeName) throw new Error(`Cognito asks for ${ChallengeName}, which this page does not do.`);
  return AuthenticationResult.IdToken;
}

// #region credentials
/** Keys of the identity pool's role for signed-in users, which the client asks for again before they expire. */
function credentialsOf(idToken) {
  return fromCognitoIdentityPool({
    identityPoolId: IDENTITY_POOL_ID,
    logins: { [`cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`]: idToken },
    clientConfig: COGNITO,
  });
}
// #endregion credentials
