"""How the page of a screen looks: light and dark, on a phone, on a desk, on paper."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--ink:#1a1a1a;--muted:#555;--line:#8b929c;--rule:#d5d9df;--paper:#fff;--shade:#f5f6f8;
--link:#1b5680;--stop:#9c1c16;--ask:#7d4a00;--go:#17613a;--unknown:#49566b;--space:#1b5680;--watch:#5f3585;--info:#49566b}
@media (prefers-color-scheme:dark){:root{--ink:#ececec;--muted:#b4b8bf;--line:#7d8593;--rule:#3a4049;--paper:#16181c;
--shade:#20242a;--link:#9cc9ee;--stop:#ffaaa2;--ask:#f2c078;--go:#8fd6ac;--unknown:#bcc6d6;--space:#9cc9ee;
--watch:#d3b4f2;--info:#bcc6d6}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 Georgia,"Libertinus Serif",serif}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1.25rem 4rem;overflow-wrap:break-word}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .5rem}h2{font-size:1.2rem;margin:2.75rem 0 .75rem}
.note{color:var(--muted);margin:.35rem 0;max-width:44rem}a{color:var(--link)}
strong,td.n{font-variant-numeric:tabular-nums}
ul{margin:.4rem 0 0;padding:0;list-style:none}
.flow{margin:0;padding:0;list-style:none}
.step{display:grid;grid-template-columns:minmax(0,1fr) 2.5rem minmax(0,1fr)}
.box{border:1px solid var(--line);border-radius:.4rem;background:var(--shade);padding:.6rem .9rem}
.box>strong,.box>div>strong,.out>strong,summary>strong{font-size:1.25rem}
.step>.box{display:grid;align-content:center}
.side{align-self:center;border-top:2px solid var(--line);position:relative;height:0}
.side::after,.down::after,.branch::before{content:"";position:absolute;border:.45rem solid transparent}
.side::after{right:0;top:-.52rem;border-left-color:var(--line);border-right:0}
.out{border:1px dashed var(--line);border-radius:.4rem;padding:.6rem .9rem;align-self:center}
.down{position:relative;height:1.8rem;width:0;border-left:2px solid var(--line);margin-left:calc(25% - .6rem)}
.down::after,.branch::before{border-top-color:var(--line);border-bottom:0}
.down::after{left:-.51rem;bottom:0}
.split.down::after{display:none}
.branches{display:grid;gap:0 1rem;margin:0;position:relative;
grid-template-columns:repeat(3,minmax(0,1fr))}
.branches::before{content:"";position:absolute;top:0;left:calc((100% - 2rem)/6);right:calc((100% - 2rem)/6);
border-top:2px solid var(--line)}
.branch{position:relative;margin-top:1.2rem}
.branch::before{left:calc(50% - .45rem);top:-.45rem}
.branch::after{content:"";position:absolute;left:calc(50% - 1px);top:-1.2rem;height:.9rem;
border-left:2px solid var(--line)}
.said{display:flex;justify-content:space-between;gap:.75rem;border-top:1px solid var(--rule);padding:.15rem 0}
.mark{color:var(--tone);font-weight:700}.said strong{white-space:nowrap}
.table{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{padding:.35rem .75rem .35rem 0;text-align:left;
border-bottom:1px solid var(--rule);vertical-align:top}td.n,th.n{text-align:right;padding-right:0;padding-left:.75rem}
td.n{white-space:nowrap}td:first-child .mark{white-space:nowrap}
details{margin:1rem 0}summary{cursor:pointer;padding:.4rem 0;min-height:1.5rem}
details li{padding:.1rem 0}.out details{margin:0}.out strong{font-size:1.05rem}
.stop{--tone:var(--stop)}.ask{--tone:var(--ask)}.go{--tone:var(--go)}.unknown{--tone:var(--unknown)}
.space{--tone:var(--space)}.watch{--tone:var(--watch)}.info{--tone:var(--info)}
@media (max-width:44rem){.step{grid-template-columns:minmax(0,1fr)}.side{width:0;height:1rem;border-top:0;
border-left:2px solid var(--line);margin-left:25%;align-self:auto}.side::after{display:none}
.branches::before{display:none}
.branches{grid-template-columns:minmax(0,1fr);border-left:2px solid var(--line);padding-left:1.1rem;
margin-left:.4rem}.branch::before{left:-.45rem;top:1rem;border:.45rem solid transparent;
border-left-color:var(--line);border-right:0}.branch::after{left:-1.1rem;top:1.39rem;height:0;width:.8rem;border-left:0;
border-top:2px solid var(--line)}.down{margin-left:.4rem}
.table{overflow:visible}table,tbody,tr,td{display:block}thead{position:absolute;width:1px;height:1px;overflow:hidden;
clip-path:inset(50%)}tr{border-bottom:1px solid var(--rule);padding:.4rem 0}td{border:0;padding:.05rem 0}
td.n{display:flex;justify-content:space-between;gap:1rem;padding-left:0;white-space:normal}
td.n::before{content:attr(data-head);color:var(--muted)}}
@media print{
@page{size:A4;margin:15mm}body{font-size:10pt}main{max-width:none;padding:0}tr,.box,.out{break-inside:avoid}}
"""
