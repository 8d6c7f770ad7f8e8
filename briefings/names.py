"""The words people are known by: ranks, offices, titles and given names; and the words that show a name is not a person's. Pure tables."""

from __future__ import annotations

from briefings.wordsets import word_set


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in text.split(","))


# Ranks and offices that stand right before a name, in small letters; the longest that fits is read.
RANKS = _phrases(
    "chief constable, deputy chief constable, assistant chief constable, temporary chief constable, temporary deputy chief constable, "
    "temporary assistant chief constable, t / acc, chief constables, deputy chief constables, assistant chief constables, "
    "commissioner, deputy commissioner, assistant commissioner, deputy assistant commissioner, commander, chief superintendent, "
    "detective chief superintendent, superintendent, detective superintendent, chief inspector, detective chief inspector, detective "
    "inspector, inspector, sergeant, detective sergeant, detective constable, police constable, police sergeant, constable, special "
    "constable, detective, pc, dc, ds, di, dci, dsi, cc, dcc, acc, ac, dac, cdr, cmdr, ch supt, det supt, det ch supt, det insp, det "
    "sgt, insp, supt, sgt, t/acc, pcso, police and crime commissioner, police and crime commissioners, pcc, deputy pcc, mayor, deputy "
    "mayor, home secretary, shadow home secretary, prime minister, deputy prime minister, justice secretary, foreign secretary, "
    "health secretary, defence secretary, education secretary, transport secretary, chancellor, policing minister, security minister, "
    "safeguarding minister, crime minister, victims minister, solicitor general, attorney general, minister, general secretary, "
    "secretary general, secretary, permanent secretary, lord chancellor, president, vice president, vice chair, chair, chairman, "
    "chairwoman, vice-chair, deputy chair, chief executive, chief officer, chief executive officer, ceo, director, deputy director, "
    "director general, director-general, deputy director general, executive director, managing director, regional director, head, "
    "lead, national lead, deputy lead, national coordinator, senior national coordinator, coordinator, spokesman, spokeswoman, "
    "spokesperson, anti-slavery commissioner, children's commissioner, victims ' commissioner, children’s commissioner, victims' "
    "commissioner, domestic abuse commissioner, biometrics commissioner, information commissioner, surveillance commissioner, her "
    "majesty's chief inspector, hm chief inspector, hm inspector, hmi, her majesty's inspector, his majesty's inspector, chief "
    "prosecutor, director of public prosecutions, chief fire officer, chief coroner, coroner, ambassador, campaigner, author, mp, "
    "mep, councillor, cllr, founder, barrister, solicitor, officer, brigadier, colonel, captain, major, lieutenant, general, admiral, "
    "lance corporal, corporal, fusilier, footballer, journalist, chief inspector of constabulary, his majesty's chief inspector"
)
# These are said with the name and say no office.
HONORIFICS = word_set(
    "mr mrs ms miss mx dr doctor prof professor rev reverend judge justice imam rabbi bishop archbishop cardinal canon father sister"
)
# These stay part of the name ("Baroness Casey", "Sir Thomas Winsor").
PEERAGE = word_set("sir dame lord lady baroness baron viscount earl countess")
ALONE_WITH = word_set("justice lord lady baroness baron viscount earl countess mr mrs ms miss dr professor prof judge")

# In a phrase after a name they show that it is a person's and what that person does.
ROLE_WORDS = word_set(
    "lead leads chair chairs head heads chief director commissioner secretary minister president constable superintendent inspector "
    "sergeant commander spokesman spokeswoman spokesperson leader coordinator co-ordinator brief portfolio responsibility responsible "
    "mayor mp expert chairman chairwoman author professor officer ambassador deputy founder manager prosecutor coroner executive "
    "campaigner adviser advisor detective"
)
# What people do with words, and after which or before which a name stands.
SPEECH = word_set(
    "said says writes wrote told added adds explained explains commented comments argued argues warned warns welcomed urges urged "
    "blogs described describes praised thanked insisted called responds responded reflects paid announced chaired chairs spoke joined "
    "takes took leads led becomes became has is was will who appointed calls discusses sets outlines looks "
    "considers answers blames wants thinks hopes fears asks backs believes promises"
)
HARM = word_set(
    "killed murdered stabbed abducted raped attacked murder murders killing death deaths disappearance abduction shooting stabbing "
    "manslaughter memory family families parents mother father brother sister widow killers killer victim victims case"
)

# A name with one of these in it, or right after it, is a body, a place, a report or a scheme.
BODY_WORDS = word_set(
    "foundation trust fund charity institute inquiry enquiry review report centre center house award awards prize lecture memorial "
    "school college university hospital street road park square station stadium act law bill panel commission committee council "
    "association federation society partnership group force forces police constabulary service services office agency authority unit "
    "team network board bureau department ministry court tribunal union club league alliance coalition campaign project programme "
    "scheme operation strategy plan conference summit week day month fraud crime crimes border action watch support voice line "
    "helpline security intelligence counter terrorism terrorist prosecution crown government parliament lords commons cabinet "
    "treasury home foreign national regional local international british english welsh scottish irish european american french german "
    "russian albanian asian african muslim jewish christian islamic daesh isis catholic church mosque synagogue cathedral airport "
    "port bridge river county city town borough district north south east west northern southern eastern western central greater "
    "upper lower new old royal metropolitan met united kingdom states england wales scotland ireland britain london manchester "
    "birmingham liverpool leeds sheffield bristol kent essex sussex surrey hampshire dorset devon cornwall somerset wiltshire "
    "gloucestershire avon norfolk suffolk cambridgeshire bedfordshire hertfordshire lincolnshire nottinghamshire derbyshire "
    "leicestershire staffordshire cheshire lancashire merseyside cumbria durham cleveland humberside yorkshire northumbria "
    "northamptonshire warwickshire midlands mercia thames valley gwent dyfed powys paris france spain germany europe channel bank "
    "high low safe justice victim victims witness women men children child girls community communities neighbourhood roads rail "
    "transport civil nuclear defence army navy air fire rescue ambulance health care safety digital cyber data online internet rape "
    "hate knife gun guns drug drugs drink drive modern slavery human trafficking domestic abuse sexual violence stop search body "
    "armour taser spit mental missing persons person people january february march april june july august september october november "
    "december monday tuesday wednesday thursday friday saturday sunday christmas easter ramadan halloween first second third one two "
    "three final annual joint public private special general senior chief deputy assistant chair lead head officers officer officials "
    "commissioners secretary minister ministers secretaries football premier rugby world cup euro olympic olympics games festival "
    "carnival alert code book standard standards framework guidance policy model vision taskforce hub academy museum theatre arena "
    "gallery way lane avenue hall tower towers gate hill common green heath wood field fields abbey castle palace hotel inn pub "
    "prison jail ltd limited plc inc company partners solicitors"
)
# Capital letters at the head of a sentence, and words of headlines, that no name begins with.
COMMON_WORDS = word_set(
    "a an the this that these those it its he she they we you i his her their our your my and but or if as at by for from in into of "
    "off on onto out over to under up with within without about after against all almost also although among another any are around "
    "because been before being between both can could did do does during each either every few found further had has have here how "
    "however is it's just last less many may might more most much must nearly neither new next no none nor not now once only other "
    "others own same several shall should since so some such than then there therefore through today together tomorrow tonight too "
    "until very was were what when where whether which while who whom whose why will would yes yet yesterday responding speaking "
    "writing commenting launching following welcoming reacting according meanwhile later earlier ahead british dear hello thank "
    "thanks please read see watch listen visit contact call report find get make take give go urges urged warns warned says said "
    "welcomes responds respond response reacts reaction launches launched calls called backs backed gets set sets wins names named "
    "appoints appointed arrests arrested charged pledges pledged announces announced reveals revealed faces faced statement update "
    "news comment blog press release media speech article interview transcript annex appendix table figure part section chapter queen "
    "king prince princess duke duchess majesty highness pope st saint ii iii iv vi vii viii hm hms uk us eu npcc acpo nca hmic "
    "hmicfrs ipcc iopc cps mps bbc itv nhs ons"
)
NOT_BEFORE_A_NAME = word_set(
    "queen king prince princess duke duchess st saint operation project storm hurricane hms camp mount lake port royal fort op "
    "exercise cyclone emperor pope"
)
PARTICLES = word_set("de da di del der den van von la le bin ibn al el mac ap ten")

# Given names that are seldom anything else.
GIVEN = word_set(
    "aaron abbie abdul abdullah abigail adam adele adrian agnes ahmed aidan aileen aisha alan alana alastair albert alec aled "
    "alejandro alex alexander alexandra alexis alfie alfred ali alice alicia alison alistair allan allison alun alyson amanda amanjit "
    "amara amelia amir amit amy ana anastasia andre andrea andreas andrew andy angela angus anil anita ann anna annabel anne "
    "anneliese annette annie anthea anthony antonia antony anwar anya archie arthur arun asha ashley asif athena audrey barbara "
    "barnaby barrie barry beatrice becky ben benjamin bernadette bernard bernie beth bethany betty beverley bianca bob bobby boris "
    "brandon brenda brendan brian bridget bronwen bruce bryan bryony caitlin callum calum cameron camilla carl carla carly carol "
    "carole caroline carolyn carys caspar cath catherine cathy cecilia ceri charles charlie charlotte cheryl chloe chris christian "
    "christina christine christopher ciara claire clara clare claudia clive colette colin conor connor constance corinne craig "
    "cressida cynthia cyril dai daisy damian damien damon dan daniel danielle danny daphne darren dave david davina dawn deborah "
    "debbie debra declan delia della delroy denis denise dennis derek dermot derrick desmond diana diane dianne dipti dominic "
    "dominique don donald donna dorothy dougie doug douglas duncan dylan eamonn ed eddie edith edmund edward edwin eileen elaine "
    "eleanor elena elisabeth eliza elizabeth ella ellen ellie elliot elliott elsie emily emma eric erica erin ernest esme esther "
    "ethan eva evan evelyn evie ewan fahim faisal farah fatima fay felicity felix ffion finlay finn fiona flora fran frances "
    "francesca francis frank fraser fred freddie frederick gabriel gabrielle gail gareth garry gary gavin gemma geoff geoffrey george "
    "georgia georgina gerald gerard gerry gill gillian gina giles gladys glen glenda glenn gloria glyn godfrey gordon graeme graham "
    "grahame greg gregory greta gurpreet gwen gwyneth gwyn habib hacer hamish hannah harinder harold harpreet harriet harriett harry "
    "harvey hassan hayley hazel heather heidi helen helena henrietta henry hilary holly howard hugh hugo huw hussain hywel iain ian "
    "idris ilona imogen imran ingrid ioan irene irfan isaac isabel isabella isla ismail isobel ivan jack jackie jacob jacqueline "
    "jacqui jade jake james jamie jan jane janet janette janice janine jared jasmine jason jasvinder javed jay jayne jean jeanette "
    "jeanne jeff jeffrey jemima jen jennie jennifer jenny jeremy jermaine jerome jerry jess jesse jessica jill jim jimmy jo joan "
    "joann joanna joanne jodie joe joel john johnny jon jonathan jonathon joseph josephine josh joshua joyce juan jude judith judy "
    "julia julian julie juliet juliette june justin justine kai kamal karen karim karin karl kate katherine kathleen kathryn kathy "
    "katie katrina katy kavita kay keeley keir keith kelly kelvin kemi ken kenneth kenny kerry kevin khalid kieran kiran kirsten "
    "kirsty kirstie kit klaus kris krishnan kristen kul kuldeep kulbir kyle lara laura lauren laurence lawrence leah leanne lee leigh "
    "leila leo leon leonard leroy les leslie lesley lewis liam libby lily linda lindsay lindsey lisa liz lizzie lloyd lois lola lorna "
    "lorraine lottie lou louis louisa louise luca lucas lucia lucinda lucy luke lydia lyn lynda lynette lynn lynne lynsey mabel "
    "madeleine maggie mahmood mairi majid malcolm mandy manjit marc marcia marcus margaret margot maria marian marianne marie marina "
    "mario marion marjorie marlene marsha martha martin martyn mary mathew matilda matt matthew maureen maurice mavis maxine maya "
    "megan mel melanie melissa merlin merrick meryl mia michael michaela michelle mick miguel mike mildred millie mina miranda miriam "
    "mohamed mohammad mohammed moira molly mona monica monique morag morgan muhammad munira muriel myra nadia nadine nadhim naomi "
    "naseem nasir natalie natasha nathan nathaniel nazir neil nell nerys niall nicholas nick nicki nicky nicola nicole nicolas nigel "
    "nikki nina noel nora norah noreen norma norman nusrat nuala oliver olivia ollie omar oscar osama owen paddy pam pamela parminder "
    "patricia patrick paul paula pauline peggy penelope penny percy perry pete peter petra phil philip philippa phillip phoebe "
    "phyllis pippa poppy priti prue qasim quentin rachael rachel rajesh rajinder ralph ranjit raphael rashid raymond rebecca reece "
    "reg rehana rhiannon rhian rhodri rhys ricardo richard rick ricky rita rob robbie robert roberta robin rod roderick rodney roger "
    "rohan roland ron ronald ronnie rory rosalind rosamund rosanna rosemary rosie ross rowena roy ruby rupert russell ruth ryan sacha "
    "sadie sadiq saima sajid sally salma salman sam samantha samina samuel sandeep sandra sanjay sara sarah sarika saskia scott sean "
    "sebastian serena shabana shabnam shahid shakeel shamima shane shannon sharon shaun shauna sheila shelagh shelley sheri shirley "
    "shona sian sidney simon simone siobhan sofia sonia sophia sophie stacey stan stanley stella stephanie stephen steve steven "
    "stewart stuart sukhdev suella sunil sunita susan susannah sushma suzanne suzette suzie suzy sybil sylvia syed tamara tamsin "
    "tania tanya tara tariq ted terence teresa terri terry tess thelma theo theodore theresa thomas tilly tim timothy tina toby todd "
    "tom tommy toni tony tracey tracy trevor trish tristan trudi trudy una ursula uzma val valerie vanessa vaughan vera vernon "
    "veronica vicki vicky vijay vikram vince vincent vinny viola violet virginia vivian vivien vivienne walter warren wayne wendy wes "
    "wesley wilfred will william willie wilma winifred winston xavier yasmin yasmine yolanda yousef yusuf yvette yvonne zac zach "
    "zachary zahid zahra zainab zara zoe zoë nickie ruwan doreen vikki andi jez dal gurdip tej bj tj aj cj dj pj wyn winton tor temi "
    "sue bill rose lynsay keeleigh aliya olukemi bethan carolann maggi shabir nazia naz mak parm rav raj ravi priya pritam dee dev "
    "devon dinah mohsin munir nahid stacie susie rishi humza nicola-jane chantelle tiffany tessa kingsley delphine sinead síle cian "
    "aoife saoirse niamh orla roisin eoin padraig fergus finbar cormac lachlan struan"
)
# Given names that are things, months or places too: they count when something else shows a person.
GIVEN_OR_THING = word_set(
    "grace hope faith joy dean art miles iris max victor victoria summer dawn eve amber rose april may june florence chelsea jordan "
    "israel austin georgia charity constance devon paris pearl ivy rod christian rich major earl duke prince heath cliff brook dale "
    "clay reed lance don rav dee dal tor mak"
)
# Given names that are verbs or plain words: at the head of a sentence they need something else too.
GIVEN_OR_VERB = word_set("mark grant chase rob pat will sue bill guy ray drew jack")
# Given name and surname, yet a shop, a charity or a mountain.
KNOWN_BODIES = _phrases("john lewis, thomas cook, sue ryder, marie curie, ernst young, ben nevis, anne summers, ted baker")
