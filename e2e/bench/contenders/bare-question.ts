/** The first question of the bench's survey as somebody would write it by hand, with no more than it takes. */
export const bareQuestion = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Feedback</title>
<style>
body { max-width: 640px; margin: 80px auto; padding: 0 20px; font: 16px/1.45 system-ui, sans-serif }
h2 { margin: 0; font-size: 1.125em; line-height: 1.3 }
fieldset { margin: 0; padding: 0; border: 0 }
div { display: grid; grid-template-columns: repeat(6, 1fr); gap: 4px; margin: 16px 0 }
label { padding: 8px; border: 1px solid #dfe2e8; border-radius: 10px; text-align: center; background: #f3f4f7 }
p { display: flex; justify-content: space-between; margin: 0 0 24px; color: #5b6270; font-size: 0.875em }
button { min-height: 44px; padding: 10px 20px; border: 0; border-radius: 10px; color: #fff; background: #4353e0; font: inherit }
</style>
</head>
<body>
<form method="post">
<fieldset>
<legend><h2>How likely are you to recommend us to a friend?</h2></legend>
<div>
${Array.from({ length: 11 }, (_, score) => `<label><input type="radio" name="score" value="${score}"> ${score}</label>`).join('\n')}
</div>
<p><span>Not at all likely</span><span>Very likely</span></p>
</fieldset>
<button>Next</button>
</form>
</body>
</html>
`;
