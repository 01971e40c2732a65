/**
 * The error codes of the CSS API: those common to all its actions, and those of the actions the desk
 * calls (css-api, sections 1 and 8). Each has a sentence for a person in both catalogues; a code not
 * listed here takes the sentence of its family, the part before the dot.
 */
export const cloudErrorCodes = [
  // who asks
  'AuthFailure',
  'AuthFailure.InvalidSecretId',
  'AuthFailure.MFAFailure',
  'AuthFailure.SecretIdNotFound',
  'AuthFailure.SignatureExpire',
  'AuthFailure.SignatureFailure',
  'AuthFailure.TokenFailure',
  'AuthFailure.UnauthorizedOperation',
  'UnauthorizedOperation',
  // how often, how much
  'RequestLimitExceeded',
  'LimitExceeded',
  'LimitExceeded.RateLimitExceeded',
  'ResourceInsufficient',
  'ResourceUnavailable',
  // what is asked
  'InvalidAction',
  'NoSuchVersion',
  'UnsupportedRegion',
  'UnsupportedProtocol',
  'UnknownParameter',
  'MissingParameter',
  'InvalidParameter',
  'InvalidParameter.ArgsNotMatch',
  'InvalidParameter.COSCustomFileNameError',
  'InvalidParameter.CloudDomainIsStop',
  'InvalidParameter.ConfNotFound',
  'InvalidParameter.DomainAlreadyExist',
  'InvalidParameter.DomainFormatError',
  'InvalidParameter.DomainHitBlackList',
  'InvalidParameter.DomainIsFamous',
  'InvalidParameter.DomainIsLimited',
  'InvalidParameter.DomainTooLong',
  'InvalidParameter.InvalidVodFileName',
  'InvalidParameter.MpHostDelete',
  'InvalidParameter.MpPluginNoUse',
  'InvalidParameter.UrlNotSafe',
  'InvalidParameterValue',
  'UnsupportedOperation',
  'UnsupportedOperation.NotLVBCodeMode',
  'DryRunOperation',
  // what is not there, or not switched on
  'ResourceNotFound',
  'ResourceNotFound.DomainNoRecord',
  'ResourceNotFound.DomainNotExist',
  'ResourceNotFound.EmptyData',
  'ResourceNotFound.ForbidService',
  'ResourceNotFound.FreezeService',
  'ResourceNotFound.InvalidUser',
  'ResourceNotFound.StopService',
  'ResourceNotFound.UserDisableService',
  'ResourceNotFound.UserNotExist',
  // what did not work
  'FailedOperation',
  'FailedOperation.CallOtherSvrFailed',
  'FailedOperation.ConfInUsed',
  'FailedOperation.CosBucketNotExist',
  'FailedOperation.CosBucketNotPermission',
  'FailedOperation.CosRoleNotExists',
  'FailedOperation.DeleteDomainInLockedTime',
  'FailedOperation.DomainAdded',
  'FailedOperation.DomainGslbFail',
  'FailedOperation.DomainNeedRealName',
  'FailedOperation.DomainNeedVerifyOwner',
  'FailedOperation.HostOutLimit',
  'FailedOperation.NotFound',
  'FailedOperation.ParentDomainAdded',
  'FailedOperation.RuleAlreadyExist',
  'FailedOperation.SdkNoPackage',
  'FailedOperation.SubDomainAdded',
  // the cloud's own; not all are its fault, whatever the name says
  'InternalError',
  'InternalError.ArgsNotMatch',
  'InternalError.CallOtherSvrError',
  'InternalError.ChineseCharacterDetected',
  'InternalError.ConfInUsed',
  'InternalError.ConfNotFound',
  'InternalError.ConfOutLimit',
  'InternalError.ConfigNotExist',
  'InternalError.ConnectDbError',
  'InternalError.DBError',
  'InternalError.DomainAlreadyExist',
  'InternalError.DomainFormatError',
  'InternalError.DomainGslbFail',
  'InternalError.DomainIsFamous',
  'InternalError.DomainIsLimited',
  'InternalError.DomainNoRecord',
  'InternalError.DomainNotExist',
  'InternalError.DomainTooLong',
  'InternalError.GetBizidError',
  'InternalError.GetStreamInfoError',
  'InternalError.GetUpstreamInfoError',
  'InternalError.InvalidInput',
  'InternalError.InvalidUser',
  'InternalError.NetworkError',
  'InternalError.NotFound',
  'InternalError.NotPermmitOperat',
  'InternalError.RuleAlreadyExist',
  'InternalError.RuleInUsing',
  'InternalError.RuleNotFound',
  'InternalError.RuleOutLimit',
  'InternalError.StreamStatusError',
  'InternalError.UpdateDataError',
] as const

export type CloudErrorCode = (typeof cloudErrorCodes)[number]

const known: ReadonlySet<string> = new Set(cloudErrorCodes)
const isKnown = (code: string): code is CloudErrorCode => known.has(code)

/** The listed code whose sentence fits: the code itself, else its family; null for a family nobody knows. */
export function findCloudErrorCode(apiCode: string): CloudErrorCode | null {
  if (isKnown(apiCode)) return apiCode
  const family = apiCode.split('.')[0] ?? ''
  return isKnown(family) ? family : null
}
