/** Formulas as textbooks and answers have them, what only looks like one, and what one might be talked into. */

/** One of every kind that the public tests of TeX libraries have. */
export const FORMULAS: string[] = [
  'a+b-c\\cdot d\\times e\\div f',
  '\\frac{a}{b}+\\dfrac{c}{d}+\\tfrac{e}{f}+\\cfrac{1}{1+\\cfrac{1}{x}}',
  '\\binom{n}{k}=\\frac{n!}{k!(n-k)!}',
  '\\sqrt{x}+\\sqrt[3]{y}',
  'x^{2}_{i}+x^{y^{z}}+{}_{a}b',
  "f'(x)+f''(x)+f^{(n)}(x)",
  '\\sum_{i=1}^{n}i^2=\\frac{n(n+1)(2n+1)}{6}',
  '\\prod_{i=1}^{n}a_i+\\coprod_{j}b_j',
  '\\int_{-\\infty}^{\\infty}e^{-x^2}\\,dx=\\sqrt{\\pi}',
  '\\iint_D f\\,dA+\\iiint_V g\\,dV+\\oint_C h\\,ds',
  '\\lim_{x\\to 0}\\frac{\\sin x}{x}=1',
  '\\limsup_{n\\to\\infty}a_n\\ge\\liminf_{n\\to\\infty}a_n',
  '\\alpha\\beta\\gamma\\delta\\epsilon\\varepsilon\\zeta\\eta\\theta\\lambda\\mu\\pi\\rho\\sigma\\phi\\varphi\\omega',
  '\\Gamma\\Delta\\Theta\\Lambda\\Pi\\Sigma\\Phi\\Psi\\Omega',
  '\\mathbb{R}\\subset\\mathbb{C},\\quad\\mathcal{L}\\{f\\},\\quad\\mathfrak{g},\\quad\\mathbf{v},\\quad\\mathrm{d}x',
  '\\hat{x}+\\bar{y}+\\vec{v}+\\dot{z}+\\ddot{w}+\\tilde{u}+\\widehat{abc}+\\overline{AB}',
  '\\underbrace{a+b}_{c}+\\overbrace{d+e}^{f}',
  '\\left(\\frac{a}{b}\\right)+\\left[\\frac{a}{b}\\right]+\\left\\{\\frac{a}{b}\\right\\}+\\left|\\frac{a}{b}\\right|',
  '\\big(\\Big(\\bigg(\\Bigg(x\\Bigg)\\bigg)\\Big)\\big)',
  '\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}\\begin{bmatrix}a&b\\\\c&d\\end{bmatrix}',
  '\\begin{vmatrix}a&b\\\\c&d\\end{vmatrix}=ad-bc',
  '\\begin{aligned}a&=b+c\\\\&=d\\end{aligned}',
  '\\begin{align}a&=b\\\\c&=d\\end{align}',
  '\\begin{align*}a&=b\\\\c&=d\\end{align*}',
  '\\begin{cases}x&\\text{if }x\\ge 0\\\\-x&\\text{otherwise}\\end{cases}',
  '\\begin{array}{c|c}a&b\\\\\\hline c&d\\end{array}',
  '\\begin{equation}E=mc^2\\end{equation}',
  '\\begin{gather}a\\\\b\\end{gather}',
  'a\\le b\\ge c\\ne d\\approx e\\equiv f\\sim g\\propto h',
  'A\\cup B\\cap C\\setminus D\\subseteq E\\in F\\notin G\\emptyset',
  '\\forall x\\exists y\\,(x<y)\\land\\lnot(p\\lor q)\\implies r\\iff s',
  'a\\to b\\mapsto c\\rightarrow d\\Rightarrow e\\leftrightarrow f\\xrightarrow{g}h',
  '\\sin x+\\cos x+\\tan x+\\log x+\\ln x+\\exp x+\\min x+\\max x+\\det A+\\gcd(a,b)',
  '\\operatorname{argmax}_x f(x)+\\operatorname*{argmin}_y g(y)',
  '\\nabla\\cdot\\mathbf{E}=\\frac{\\rho}{\\varepsilon_0},\\quad\\partial_t u=\\Delta u',
  'a\\equiv b\\pmod{n},\\quad a\\bmod b',
  '\\text{rate}=\\frac{\\text{distance}}{\\text{time}}',
  '\\ldots\\cdots\\vdots\\ddots\\dots',
  '\\langle\\psi|\\hat{H}|\\psi\\rangle',
  '\\lfloor x\\rfloor+\\lceil y\\rceil+\\lVert v\\rVert+\\|w\\|',
  '\\boxed{x=5}',
  '\\color{red}{x}+\\textcolor{blue}{y}',
  '\\cancel{x}+\\bcancel{y}',
  '\\overset{!}{=}+\\underset{x}{y}+\\stackrel{def}{=}',
  '\\phantom{x}y\\hphantom{z}\\quad\\qquad\\,\\;\\!',
  '\\ce{2H2 + O2 -> 2H2O}',
  'x \\tag{1}',
  '\\newcommand{\\field}{\\mathbb{F}}x\\in\\field',
  '100\\%+\\$5+\\#1+a\\_b+\\{c\\}',
  'P(A\\mid B)=\\frac{P(B\\mid A)P(A)}{P(B)}',
  '\\Pr[X\\ge t]\\le\\mathbb{E}[e^{sX}]e^{-st}',
  '\\frac{\\partial^2 u}{\\partial x^2}+\\frac{\\partial^2 u}{\\partial y^2}=0',
  '中文+\\text{中文}',
]

/** Dollars and backslashes of every day. */
export const EVERYDAY: string[] = [
  'It costs $5 and $10.',
  'From $5 to $10, or $5–$10, or $5-$10 a month.',
  'US$5 and A$10 and 5$ or 10$',
  'Prices: $1,000.50; $2.',
  'Either $20 or 30$ is fine.',
  'echo $HOME and $PATH',
  'PATH=$HOME/bin:$PATH',
  'Set $USER, then ${HOME}/x and $(pwd).',
  '`$x$` and `\\(y\\)`',
  '```sh\necho $a $b$\n```',
  '    $x$',
  'A \\$ sign and another \\$ sign',
  'a $ b $ c',
  'the $ alone',
  '$$',
  '$$$',
  'C:\\(x and D:\\new',
  '\\(\\)',
  '\\[\\\\\\]',
  'regex: ^\\d+$ and \\w*$',
]

/** Between marks, and no formula. */
export const HARMLESS: string[] = [
  '$\\frac{$',
  '$\\nosuchcommand{x}$',
  '\\[\\begin{pmatrix}1\\]',
  '\\(a & b\\)',
  '$\\href{https://example.com}{x}$',
]

export const HOSTILE_TEX: string[] = [
  '\\href{javascript:globalThis.ran=1}{x}',
  '\\href{https://evil.example}{x}',
  '\\url{https://evil.example}',
  '\\includegraphics{https://evil.example/x.png}',
  '\\htmlClass{x}{y}',
  '\\htmlId{x}{y}',
  '\\htmlStyle{background:url(https://evil.example/x)}{y}',
  '\\htmlData{a=b}{y}',
  '\\class{x}{y}',
  '\\id{x}{y}',
  '\\style{background:url(https://evil.example/x)}{y}',
  '\\data{a=b}{y}',
  '\\label{x}y\\ref{x}\\eqref{x}',
  '\\text{<img src=x onerror=globalThis.ran=1>}',
  '\\text{<script>globalThis.ran=1</script>}',
  '\\unicode{x}<script>globalThis.ran=1</script>',
  '\\color{url(https://evil.example/x)}y',
  '\\colorbox{red;background:url(https://evil.example/x)}{y}',
  '\\rule{1000000em}{1000000em}',
  '\\kern1000000em x',
  '\\mathchoice{a}{b}{c}{d}',
  '\\char"3C\\char"73cript',
  '\\verb|<script>globalThis.ran=1</script>|',
  '\\def\\x{\\href{javascript:globalThis.ran=1}{y}}\\x',
  '\\tag{<a href="https://evil.example">x</a>}y',
]

export interface WithFormulas {
  name: string
  text: string
  count: number
}

/** As models answer. */
export const ANSWERS: WithFormulas[] = [
  {
    name: 'the quadratic formula',
    count: 7,
    text: 'To solve \\( ax^2 + bx + c = 0 \\), where \\( a \\neq 0 \\):\n\n1. **Divide** by \\( a \\):\n\n   \\[\n   x^2 + \\frac{b}{a}x + \\frac{c}{a} = 0\n   \\]\n\n2. **Complete the square**:\n   \\[\n   \\left(x + \\frac{b}{2a}\\right)^2 = \\frac{b^2 - 4ac}{4a^2}\n   \\]\n\nSo:\n\n\\[\n\\boxed{x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}}\n\\]\n\nThat costs $5, or $10 with \\(n\\) of them.',
  },
  {
    name: 'a table of derivatives',
    count: 8,
    text: "| $f(x)$ | $f'(x)$ |\n|:--|:--|\n| $x^n$ | $n x^{n-1}$ |\n| $\\sin x$ | $\\cos x$ |\n| $e^{x}$ | $e^{x}$ |\n\nDone.",
  },
  {
    name: 'a proof in Chinese',
    count: 5,
    text: '**证明：**设$a_1, a_2 \\in \\mathbb{R}$，则\n\n$$\n\\begin{aligned}\n(a_1+a_2)^2 &= a_1^2 + 2a_1a_2 + a_2^2 \\\\\n&\\ge 0\n\\end{aligned}\n$$\n\n因此$a_1^2 + a_2^2 \\ge -2a_1a_2$，当且仅当$a_1 = -a_2$时取等号。\n\n- 例：$a_1=1$\n',
  },
  {
    name: 'code and money beside formulas',
    count: 2,
    text: 'Run `echo $HOME` (about $5 an hour):\n\n```python\ns = "$x$"\n```\n\nwith $O(n \\log n)$ steps, or $$O(n^2)$$ at worst.',
  },
]
