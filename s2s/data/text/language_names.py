"""Languages by their ISO 639-1 codes: their English names, and the other codes that they have."""

from __future__ import annotations

import re
from functools import cache

NAMES = dict(
    entry.split("=")
    for entry in """
aa=Afar|ab=Abkhazian|ae=Avestan|af=Afrikaans|ak=Akan|am=Amharic|an=Aragonese|ar=Arabic|as=Assamese|av=Avaric|ay=Aymara
az=Azerbaijani|ba=Bashkir|be=Belarusian|bg=Bulgarian|bi=Bislama|bm=Bambara|bn=Bengali|bo=Tibetan|br=Breton|bs=Bosnian
ca=Catalan|ce=Chechen|ch=Chamorro|co=Corsican|cr=Cree|cs=Czech|cv=Chuvash|cy=Welsh|da=Danish|de=German|dv=Divehi
dz=Dzongkha|ee=Ewe|el=Greek|en=English|eo=Esperanto|es=Spanish|et=Estonian|eu=Basque|fa=Persian|ff=Fulah|fi=Finnish
fj=Fijian|fo=Faroese|fr=French|fy=Western Frisian|ga=Irish|gd=Scottish Gaelic|gl=Galician|gn=Guarani|gu=Gujarati|gv=Manx
ha=Hausa|he=Hebrew|hi=Hindi|ho=Hiri Motu|hr=Croatian|ht=Haitian Creole|hu=Hungarian|hy=Armenian|hz=Herero
ia=Interlingua|id=Indonesian|ie=Interlingue|ig=Igbo|ii=Nuosu|ik=Inupiaq|io=Ido|is=Icelandic|it=Italian|iu=Inuktitut
ja=Japanese|jv=Javanese|ka=Georgian|kg=Kongo|ki=Kikuyu|kj=Kuanyama|kk=Kazakh|kl=Greenlandic|km=Khmer|kn=Kannada
ko=Korean|kr=Kanuri|ks=Kashmiri|ku=Kurdish|kv=Komi|kw=Cornish|ky=Kyrgyz|la=Latin|lb=Luxembourgish|lg=Ganda
li=Limburgish|ln=Lingala|lo=Lao|lt=Lithuanian|lu=Luba-Katanga|lv=Latvian|mg=Malagasy|mh=Marshallese|mi=Maori
mk=Macedonian|ml=Malayalam|mn=Mongolian|mr=Marathi|ms=Malay|mt=Maltese|my=Burmese|na=Nauru|nb=Norwegian Bokmål
nd=North Ndebele|ne=Nepali|ng=Ndonga|nl=Dutch|nn=Norwegian Nynorsk|no=Norwegian|nr=South Ndebele|nv=Navajo|ny=Chichewa
oc=Occitan|oj=Ojibwa|om=Oromo|or=Odia|os=Ossetian|pa=Punjabi|pi=Pali|pl=Polish|ps=Pashto|pt=Portuguese|qu=Quechua
rm=Romansh|rn=Rundi|ro=Romanian|ru=Russian|rw=Kinyarwanda|sa=Sanskrit|sc=Sardinian|sd=Sindhi|se=Northern Sami|sg=Sango
si=Sinhala|sk=Slovak|sl=Slovenian|sm=Samoan|sn=Shona|so=Somali|sq=Albanian|sr=Serbian|ss=Swati|st=Southern Sotho
su=Sundanese|sv=Swedish|sw=Swahili|ta=Tamil|te=Telugu|tg=Tajik|th=Thai|ti=Tigrinya|tk=Turkmen|tl=Tagalog|tn=Tswana
to=Tonga|tr=Turkish|ts=Tsonga|tt=Tatar|tw=Twi|ty=Tahitian|ug=Uyghur|uk=Ukrainian|ur=Urdu|uz=Uzbek|ve=Venda
vi=Vietnamese|vo=Volapük|wa=Walloon|wo=Wolof|xh=Xhosa|yi=Yiddish|yo=Yoruba|za=Zhuang|zh=Chinese|zu=Zulu
""".replace("\n", "|").split("|")
    if entry
)
OTHERS = dict(
    entry.split("=")
    for entry in """
aar=aa abk=ab afr=af aka=ak alb=sq als=sq amh=am ara=ar arb=ar arg=an arm=hy asm=as ava=av ave=ae aym=ay ayr=ay aze=az
azj=az bak=ba bam=bm baq=eu bel=be ben=bn bis=bi bod=bo bos=bs bre=br bul=bg bur=my cat=ca ces=cs cha=ch che=ce chi=zh
chv=cv cmn=zh cor=kw cos=co cre=cr cym=cy cze=cs dan=da deu=de div=dv dut=nl dzo=dz ekk=et ell=el eng=en epo=eo est=et
eus=eu ewe=ee fao=fo fas=fa fij=fj fil=tl fin=fi fra=fr fre=fr fry=fy ful=ff gaz=om geo=ka ger=de gla=gd gle=ga glg=gl
glv=gv gre=el grn=gn guj=gu hat=ht hau=ha heb=he her=hz hin=hi hmo=ho hrv=hr hun=hu hye=hy ibo=ig ice=is ido=io iii=ii
iku=iu ile=ie ina=ia ind=id ipk=ik isl=is ita=it jav=jv jpn=ja kal=kl kan=kn kas=ks kat=ka kau=kr kaz=kk khk=mn khm=km
kik=ki kin=rw kir=ky kmr=ku knc=kr kom=kv kon=kg kor=ko kua=kj kur=ku lao=lo lat=la lav=lv lim=li lin=ln lit=lt ltz=lb
lub=lu lug=lg lvs=lv mac=mk mah=mh mal=ml mao=mi mar=mr may=ms mkd=mk mlg=mg mlt=mt mon=mn mri=mi msa=ms mya=my nau=na
nav=nv nbl=nr nde=nd ndo=ng nep=ne nld=nl nno=nn nob=nb nor=no npi=ne nya=ny oci=oc oji=oj ori=or orm=om ory=or oss=os
pan=pa per=fa pes=fa pli=pi plt=mg pol=pl por=pt prs=fa pus=ps que=qu roh=rm ron=ro rum=ro run=rn rus=ru sag=sg san=sa
sin=si slk=sk slo=sk slv=sl sme=se smo=sm sna=sn snd=sd som=so sot=st spa=es sqi=sq srd=sc srp=sr ssw=ss sun=su swa=sw
swe=sv swh=sw tah=ty tam=ta tat=tt tel=te tgk=tg tgl=tl tha=th tib=bo tir=ti ton=to tsn=tn tso=ts tuk=tk tur=tr twi=tw
uig=ug ukr=uk urd=ur uzb=uz uzn=uz ven=ve vie=vi vol=vo wel=cy wln=wa wol=wo xho=xh ydd=yi yid=yi yor=yo zha=za zho=zh
zsm=ms zul=zu
iw=he in=id ji=yi jw=jv mo=ro sh=sr
""".split()
)
"""Codes of ISO 639-2 and 639-3, of a macrolanguage, such as Chinese, also that of its most usual language; and former ones of ISO 639-1."""


def primary(code: str) -> str:
    """The language in a code such as ``zh``, ``zh_CN`` or ``zho_Hans``, without its script or region: by ISO 639-1, else as it is.

    It needs no library, so that a text is cut into the same sentences wherever s2s is installed.
    """
    language = re.split("[-_]", code.lower())[0]
    return OTHERS.get(language, language)


@cache
def subtag_of(code: str) -> str:
    """The language itself in a code by any of its names, such as ``zh`` for zh_CN, zho_Hans, chi and zh; else the code.

    Beyond `primary` it knows the codes of all languages, by langcodes, which takes a while to load.
    """
    import langcodes

    try:
        return str(langcodes.Language.get(code.partition(".")[0].replace("_", "-")).language or code)
    except ValueError:
        return code


@cache
def macrolanguage_of(code: str) -> str:
    """What the language in a code is a part of and mostly called: ``sw`` for swh, ``zh`` for cmn; else the language itself."""
    import langcodes

    language = subtag_of(code)
    if language == "nb":  # for which langcodes has none
        return "no"
    return langcodes.Language.make(language=language).prefer_macrolanguage().language or language
