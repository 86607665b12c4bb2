"""Messages of SDMX in each layout, with the same three observations: made here, so that a test may spoil them."""

MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
COMMON = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
GENERIC = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"
HEADER = """<message:Header><message:ID>X</message:ID><message:Prepared>2026-11-22</message:Prepared>
<message:Structure structureID="EMP" dimensionAtObservation="TIME_PERIOD"><common:Structure>
<Ref agencyID="ILO" id="EMP" version="1.0"/></common:Structure></message:Structure></message:Header>"""
CSV_1 = """DATAFLOW,REF_AREA,FREQ,MEASURE,SEX,ECO,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE,UNIT_MULT
ILO:DF_EMP(1.0),MEX,A,EMP_NB,SEX_F,ECO_ISIC4_F,2020,12.5,,PS,3
ILO:DF_EMP(1.0),MEX,A,EMP_NB,SEX_F,ECO_ISIC4_F,2021,13,B,PS,3
ILO:DF_EMP(1.0),MEX,A,EMP_NB,SEX_T,ECO_ISIC4_F,2020,40,P,PS,3
"""
CSV_2 = CSV_1.replace("DATAFLOW,", "STRUCTURE,STRUCTURE_ID,ACTION,").replace(
    "ILO:DF_EMP(1.0),", "dataflow,ILO:DF_EMP(1.0),I,"
)
ILOSTAT = """ref_area,indicator,source,sex,classif1,time,obs_value,obs_status
MEX,EMP,BA:1,SEX_F,ECO_ISIC4_F,2020,12.5,
MEX,EMP,BA:1,SEX_F,ECO_ISIC4_F,2021,13,B
MEX,EMP,BA:1,SEX_T,ECO_ISIC4_F,2020,40,P
MEX,EMP,BA:1,SEX_T,ECO_AGGREGATE_CON,2020,40,P
MEX,EMP,BA:1,SEX_M,ECO_ISIC4_F,2020,,
"""
SPECIFIC = f"""<?xml version="1.0" encoding="UTF-8"?>
<message:StructureSpecificData xmlns:message="{MESSAGE}" xmlns:common="{COMMON}">{HEADER}<message:DataSet>
<Series REF_AREA="MEX" FREQ="A" SEX="SEX_F" ECO="ECO_ISIC4_F" UNIT_MEASURE="PS" UNIT_MULT="3">
<Obs TIME_PERIOD="2020" OBS_VALUE="12.5"/>
<Obs TIME_PERIOD="2021" OBS_VALUE="13" OBS_STATUS="B"/></Series>
<Series REF_AREA="MEX" FREQ="A" SEX="SEX_T" ECO="ECO_ISIC4_F" UNIT_MEASURE="PS" UNIT_MULT="3">
<Obs TIME_PERIOD="2020" OBS_VALUE="40" OBS_STATUS="P"/></Series></message:DataSet></message:StructureSpecificData>"""


def _series(sex: str, *observations: tuple[str, str, str]) -> str:
    key = {"REF_AREA": "MEX", "FREQ": "A", "SEX": sex, "ECO": "ECO_ISIC4_F"}
    values = "".join(f'<g:Value id="{name}" value="{value}"/>' for name, value in key.items())
    units = '<g:Value id="UNIT_MEASURE" value="PS"/><g:Value id="UNIT_MULT" value="3"/>'
    told = "".join(
        f'<g:Obs><g:ObsDimension value="{year}"/><g:ObsValue value="{value}"/>'
        f'<g:Attributes><g:Value id="OBS_STATUS" value="{status}"/></g:Attributes></g:Obs>\n'
        for year, value, status in observations
    )
    return f"<g:Series><g:SeriesKey>{values}</g:SeriesKey><g:Attributes>{units}</g:Attributes>{told}</g:Series>"


GENERIC_DATA = f"""<?xml version="1.0" encoding="UTF-8"?>
<message:GenericData xmlns:message="{MESSAGE}" xmlns:common="{COMMON}" xmlns:g="{GENERIC}">{HEADER}<message:DataSet>
{_series("SEX_F", ("2020", "12.5", ""), ("2021", "13", "B"))}{_series("SEX_T", ("2020", "40", "P"))}
</message:DataSet></message:GenericData>"""
ERROR = f"""<message:Error xmlns:message="{MESSAGE}" xmlns:common="{COMMON}"><message:ErrorMessage code="100">
<common:Text>No results found</common:Text></message:ErrorMessage></message:Error>"""
BOMB = f"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<message:GenericData xmlns:message="{MESSAGE}">&b;</message:GenericData>"""
OUTSIDE = f"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<message:GenericData xmlns:message="{MESSAGE}">&a;</message:GenericData>"""
DEEP = f'<message:GenericData xmlns:message="{MESSAGE}">{"<a>" * 30}{"</a>" * 30}</message:GenericData>'
STRUCTURE = f'<message:Structure xmlns:message="{MESSAGE}"/>'
FOOTER = f"""<message:GenericData xmlns:message="{MESSAGE}" xmlns:common="{COMMON}"><Footer><Message code="413">
<common:Text>Ask again later</common:Text></Message></Footer></message:GenericData>"""
