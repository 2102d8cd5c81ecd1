import type { PastedBlock } from './paste.ts';

/**
 * Clipboard HTML in the shapes that programs really write, with words of our own: what goes in and what must come out. The
 * tests of the cleaning use them outside a browser, those of the editor by pasting them.
 */
export type PasteCase = { name: string; html: string; blocks: PastedBlock[] };

const text = (value: string, ...marks: ('bold' | 'italic' | 'strike')[]) => ({
  type: 'text' as const,
  text: value,
  ...(marks.length > 0 && { marks: marks.map((type) => ({ type })) }),
});
const linked = (value: string, href: string) => ({
  type: 'text' as const,
  text: value,
  marks: [{ type: 'link' as const, attrs: { href } }],
});
const p = (...content: ReturnType<typeof text | typeof linked>[]) => ({ type: 'paragraph' as const, content });
const item = (...content: Exclude<PastedBlock, { type: 'pastedImage' }>[]) => ({ type: 'listItem' as const, content });
const h = (level: 2 | 3, value: string): PastedBlock => ({ type: 'heading', attrs: { level }, content: [text(value)] });
const cell = (value: string) => ({ type: 'tableCell' as const, content: [p(text(value))] });
const header = (value: string) => ({ type: 'tableHeader' as const, content: [p(text(value))] });
const picture = (src: string, alt = '', caption = ''): PastedBlock => ({
  type: 'pastedImage',
  attrs: { src, alt, caption },
});

const wordHead = `Version:1.0\r\nStartHTML:0000000105\r\nEndHTML:0000004242\r\nStartFragment:0000003333\r\nEndFragment:0000004200\r\n<html xmlns:v="urn:schemas-microsoft-com:vml"\r\nxmlns:o="urn:schemas-microsoft-com:office:office"\r\nxmlns:w="urn:schemas-microsoft-com:office:word"\r\nxmlns="http://www.w3.org/TR/REC-html40">\r\n<head>\r\n<meta http-equiv=Content-Type content="text/html; charset=utf-8">\r\n<meta name=Generator content="Microsoft Word 15">\r\n<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->\r\n<style>\r\n<!--\r\n /* Style Definitions */\r\n p.MsoNormal, li.MsoNormal {mso-style-unhide:no; text-indent:21.0pt; font-family:等线;}\r\n@list l0:level1 {mso-level-number-format:decimal;}\r\n-->\r\n</style>\r\n<!--[if gte mso 10]><style>table.MsoNormalTable {mso-style-name:普通表格;}</style><![endif]-->\r\n</head>\r\n<body lang=ZH-CN style='tab-interval:21.0pt;word-wrap:break-word;text-justify-trim:punctuation'>\r\n<!--StartFragment-->`;
const wordFoot = `<!--EndFragment-->\r\n</body>\r\n</html>`;

export const pasteCases: PasteCase[] = [
  {
    name: 'Word: headings, indents, mso- styles, o:p, tracked comments',
    html: `${wordHead}
<h1 align=center style='text-align:center'><b><span style='font-family:黑体;mso-ascii-font-family:"Times New Roman"'>花牛苹果开园</span></b><span lang=EN-US><o:p></o:p></span></h1>
<p class=MsoNormal style='text-indent:24.0pt;mso-char-indent-count:2.0;line-height:150%'><span style='font-size:
12.0pt;line-height:150%;font-family:宋体;mso-ascii-font-family:Calibri'>　　天水麦积区的果园</span><span lang=EN-US style='font-size:12.0pt'><span style='mso-spacerun:yes'>&nbsp; </span>9</span><span style='font-size:12.0pt;font-family:宋体'>月<b
style='mso-bidi-font-weight:normal'>正式开园</b>，<i>今年</i>比去年早十天。</span><span lang=EN-US style='font-size:12.0pt'><o:p></o:p></span></p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p class=MsoNormal style='mso-outline-level:3'><span style='font-family:宋体'>价格</span><span class=MsoCommentReference><span lang=EN-US style='font-size:8.0pt'><a class=msocomanchor href="#_msocom_1">[W1]</a></span></span></p>
<p class=MsoNormal><a name="_Hlk1"></a><a href="https://example.org/price"><span style='font-family:宋体'>报价</span></a><s><span style='font-family:宋体'>作废</span></s></p>
<p class=MsoNormal><a href="#_Toc1"><span style='font-family:宋体'>见第一节</span></a></p>${wordFoot}`,
    blocks: [
      h(2, '花牛苹果开园'),
      p(
        text('天水麦积区的果园 9月'),
        text('正式开园', 'bold'),
        text('，'),
        text('今年', 'italic'),
        text('比去年早十天。'),
      ),
      h(3, '价格'),
      p(linked('报价', 'https://example.org/price'), text('作废', 'strike')),
      p(text('见第一节')),
    ],
  },
  {
    name: 'Word: list paragraphs with levels, numbers and bullets that it draws itself',
    html: `${wordHead}
<p class=MsoListParagraph style='margin-left:22.0pt;text-indent:-22.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US style='mso-fareast-font-family:等线'><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span style='font-family:等线'>采摘</span><span lang=EN-US><o:p></o:p></span></p>
<p class=MsoListParagraph style='margin-left:44.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span lang=EN-US style='font-family:Wingdings'><span style='mso-list:Ignore'>Ø<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>早熟</p>
<p class=MsoListParagraph style='margin-left:44.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>Ø<span>&nbsp; </span></span><![endif]>晚熟</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span style='mso-list:Ignore'>2.<span>&nbsp;</span></span><!--[endif]-->运输</p>
<p class=MsoNormal>之后。</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>（一）<span>&nbsp;</span></span><![endif]>第一</p>
<p class=MsoListParagraph style='mso-list:l2 level1 lfo3'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>圆点</p>${wordFoot}`,
    blocks: [
      {
        type: 'orderedList',
        content: [
          item(p(text('采摘')), { type: 'bulletList', content: [item(p(text('早熟'))), item(p(text('晚熟')))] }),
          item(p(text('运输'))),
        ],
      },
      p(text('之后。')),
      { type: 'orderedList', content: [item(p(text('第一')))] },
      { type: 'bulletList', content: [item(p(text('圆点')))] },
    ],
  },
  {
    name: 'Word: a table with a bold head, spans, and a picture that no browser can read',
    html: `${wordHead}
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
 <tr style='mso-yfti-irow:0'><td width=184 valign=top style='width:138.3pt;border:solid windowtext 1.0pt'><p class=MsoNormal align=center><b><span style='font-family:等线'>品种</span></b><b><span lang=EN-US><o:p></o:p></span></b></p></td><td><p class=MsoNormal><b>价格</b></p></td></tr>
 <tr style='mso-yfti-irow:1;mso-yfti-lastrow:yes'><td colspan=2><p class=MsoNormal>花牛</p></td></tr>
</table>
<p class=MsoNormal><!--[if gte vml 1]><v:shape id="图片_x0020_1" type="#_x0000_t75"><v:imagedata src="file:///C:/Temp/clip_image001.jpg"/></v:shape><![endif]--><![if !vml]><img width=553 height=369 src="file:///C:/Users/x/AppData/Local/Temp/msohtmlclip1/01/clip_image002.jpg" alt="果园" v:shapes="图片_x0020_1"><![endif]></p>${wordFoot}`,
    blocks: [
      {
        type: 'table',
        content: [
          { type: 'tableRow', content: [header('品种'), header('价格')] },
          { type: 'tableRow', content: [{ type: 'tableCell', attrs: { colspan: 2 }, content: [p(text('花牛'))] }] },
        ],
      },
      picture('file:///C:/Users/x/AppData/Local/Temp/msohtmlclip1/01/clip_image002.jpg', '果园'),
    ],
  },
  {
    name: 'WPS: Section0, font elements within spans, weights by style, its own lists',
    html: `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Word.Document><meta name=Generator content="Microsoft Word 14"><title></title><!--[if gte mso 9]><xml><w:WordDocument><w:BrowserLevel>MicrosoftInternetExplorer4</w:BrowserLevel></w:WordDocument></xml><![endif]--><style>
@font-face{font-family:"宋体";} p.MsoNormal{mso-style-name:正文;margin:0pt;text-align:justify;}</style></head><body style="tab-interval:21pt;text-justify-trim:punctuation;" ><!--StartFragment--><div class="Section0" style="layout-grid:15.6000pt;" ><h2 ><b><span style="mso-spacerun:'yes';font-family:黑体;font-weight:bold;font-size:16.0000pt;" ><font face="黑体" >水利</font></span></b><b><span style="mso-spacerun:'yes';font-weight:bold;" ><o:p></o:p></span></b></h2><p class=MsoNormal style="text-indent:21.0000pt;mso-char-indent-count:2.0000;" ><span style="mso-spacerun:'yes';font-family:宋体;font-size:10.5000pt;mso-font-kerning:1.0000pt;" ><font face="宋体" >渭河水位</font><font face="Calibri" >3.5</font><font face="宋体" >米，</font></span><b><span style="mso-spacerun:'yes';font-family:宋体;mso-ansi-font-weight:bold;font-size:10.5000pt;" ><font face="宋体" >低于警戒线</font></span></b><span style="mso-spacerun:'yes';font-family:宋体;" ><font face="宋体" >。</font></span><span style="mso-spacerun:'yes';font-family:宋体;" ><o:p></o:p></span></p><p class=MsoNormal ><span style="mso-spacerun:'yes';" ><o:p>&nbsp;</o:p></span></p><p class=MsoNormal style="margin-left:21.0000pt;text-indent:-21.0000pt;mso-list:l0 level1 lfo1;" ><![if !supportLists]><span style="font-family:Wingdings;" ><span style='mso-list:Ignore;' >l<span>&nbsp;</span></span></span><![endif]><span style="mso-spacerun:'yes';" ><font face="宋体" >甲</font></span></p><p class=MsoNormal style="mso-list:l0 level1 lfo1;" ><![if !supportLists]><span style='mso-list:Ignore;' >l<span>&nbsp;</span></span><![endif]><span ><font face="宋体" >乙</font></span></p></div><!--EndFragment--></body></html>`,
    blocks: [
      h(2, '水利'),
      p(text('渭河水位3.5米，'), text('低于警戒线', 'bold'), text('。')),
      { type: 'bulletList', content: [item(p(text('甲'))), item(p(text('乙')))] },
    ],
  },
  {
    name: 'WeChat: nested sections, data-src pictures with placeholders, captions, cards, hidden parts',
    html: `<meta charset='utf-8'><section data-role="outer" style="font-size: 16px;"><section style="margin: 10px 0px; text-align: center; box-sizing: border-box;"><section style="display: inline-block; width: 100%;"><section powered-by="xiumi.us"><p style="margin: 0px; padding: 0px;"><span style="color: rgb(62, 62, 62); letter-spacing: 1px;"><strong><span leaf="">梯田的春天</span></strong></span></p></section></section></section><section nodeleaf=""><img class="rich_pages wxw-img" data-galleryid="" data-ratio="0.66" data-s="300,640" data-type="jpeg" data-w="1080" data-src="https://mmbiz.qpic.cn/mmbiz_jpg/abc/640?wx_fmt=jpeg" src="data:image/svg+xml,%3C%3Fxml version='1.0'%3F%3E" _width="677px" style="visibility: visible !important; width: 677px !important;"></section><p style="text-align: center;"><span style="font-size: 12px;">梯田。张三 摄</span></p><section><span leaf=""><br></span></section><section style="line-height: 1.75em;"><span leaf="">　　四月的天水，</span><span leaf=""><a class="weapp_text_link" href="https://mp.weixin.qq.com/s/xyz">杏花</a>开了。</span></section><section class="mp_profile_iframe_wrp"><mp-common-profile class="js_uneditable" data-nickname="某某发布"></mp-common-profile></section><p style="display: none;"><mp-style-type data-value="3"></mp-style-type>看不见</p><img data-src="https://mmbiz.qpic.cn/mmbiz_gif/line/0?wx_fmt=gif" data-w="1" width="1" height="1"></section>`,
    blocks: [
      p(text('梯田的春天', 'bold')),
      picture('https://mmbiz.qpic.cn/mmbiz_jpg/abc/640?wx_fmt=jpeg'),
      p(text('梯田。张三 摄')),
      p(text('四月的天水，'), linked('杏花', 'https://mp.weixin.qq.com/s/xyz'), text('开了。')),
    ],
  },
  {
    name: 'Google Docs: a b that is not bold, weights by style, lists with items that hold paragraphs',
    html: `<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1f0c2a4e-7fff-0000-0000-000000000000"><h2 dir="ltr" style="line-height:1.38;"><span style="font-size:16pt;font-weight:400;white-space:pre;white-space:pre-wrap;">概况</span></h2><p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;font-style:normal;white-space:pre;white-space:pre-wrap;">天水位于</span><span style="font-weight:700;white-space:pre-wrap;">甘肃东南</span><span style="font-weight:400;font-style:italic;white-space:pre-wrap;">　素称</span><span style="font-weight:400;text-decoration:line-through;white-space:pre-wrap;">江南</span></p><br /><ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;white-space:pre-wrap;">秦州</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span style="white-space:pre-wrap;">大城</span></p></li></ul><li><p><span style="white-space:pre-wrap;">麦积</span></p></li></ul></b><br class="Apple-interchange-newline">`,
    blocks: [
      h(2, '概况'),
      p(text('天水位于'), text('甘肃东南', 'bold'), text('　素称', 'italic'), text('江南', 'strike')),
      {
        type: 'bulletList',
        content: [
          item(p(text('秦州')), { type: 'bulletList', content: [item(p(text('大城')))] }),
          item(p(text('麦积'))),
        ],
      },
    ],
  },
  {
    name: 'A web page: figures, lazy pictures, scripts, nested divs, line breaks for paragraphs, layout table',
    html: `<html><body>
<!--StartFragment--><div class="article"><div><script>alert(1)</script><style>p{color:red}</style><h4>小标题</h4></div><div>第一段<br><br>　　第二段，<a href="javascript:alert(1)">点我</a><br>换行</div><figure class="wp-block-image"><img loading="lazy" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-original="https://news.example.org/a.jpg" alt="河"><figcaption>渭河。<br>李四 摄</figcaption></figure><table width="100%"><tbody><tr><td><p>布局表格里的字</p></td></tr></tbody></table><blockquote><p>引文</p></blockquote><iframe src="https://example.org"></iframe><button>分享</button><pre>x = 1
y = 2</pre><hr><p onclick="x()">末段&nbsp;&nbsp;到此</p></div><!--EndFragment-->
</body></html>`,
    blocks: [
      h(3, '小标题'),
      p(text('第一段')),
      {
        type: 'paragraph',
        content: [text('第二段，点我'), { type: 'hardBreak' }, text('换行')],
      },
      picture('https://news.example.org/a.jpg', '河', '渭河。李四 摄'),
      p(text('布局表格里的字')),
      { type: 'blockquote', content: [p(text('引文'))] },
      { type: 'codeBlock', content: [text('x = 1\ny = 2')] },
      { type: 'horizontalRule' },
      p(text('末段 到此')),
    ],
  },
  {
    name: 'Excel and WPS sheets: bare cells, colgroup, a th row',
    html: `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>.xl65{mso-number-format:"0.00";}</style></head><body link="#0563C1"><table border=0 cellpadding=0 cellspacing=0 width=144 style='border-collapse:collapse;width:108pt'><!--StartFragment--><col width=72 span=2 style='width:54pt'><tr height=19><td height=19 width=72>县区</td><td class=xl65 align=right>2025</td></tr><tr><td>秦州</td><td align=right x:num>12.50</td></tr><!--EndFragment--></table></body></html>`,
    blocks: [
      {
        type: 'table',
        content: [
          { type: 'tableRow', content: [cell('县区'), cell('2025')] },
          { type: 'tableRow', content: [cell('秦州'), cell('12.50')] },
        ],
      },
    ],
  },
];
