/** A sentence for every error code of the CSS API: what it means here, and what to do. Shown as it stands. */
import type { CloudErrorCode } from '../../../src-main/contract/cloud-error-codes.ts'

const sentences: Record<CloudErrorCode, string> = {
  AuthFailure: 'The cloud did not accept the key. Check the SecretId and SecretKey in Settings.',
  'AuthFailure.InvalidSecretId':
    'This SecretId does not work. Copy it again from API Key Management; it must be a cloud API key (CAM), not another kind of key.',
  'AuthFailure.MFAFailure':
    'The account requires multi-factor verification for this. Use a key that is exempt from it.',
  'AuthFailure.SecretIdNotFound':
    'The cloud does not know this SecretId. It was deleted, mistyped, or belongs to the other site: keys of the China and the international site are separate.',
  'AuthFailure.SignatureExpire':
    'This computer’s clock is more than 5 minutes off, so the cloud refused the signature. Set the clock to automatic time and try again.',
  'AuthFailure.SignatureFailure':
    'The signature does not match: the SecretKey is wrong. Copy it again from API Key Management and save the account.',
  'AuthFailure.TokenFailure':
    'The temporary token is wrong or has expired. Get new temporary credentials and enter all three parts in Settings.',
  'AuthFailure.UnauthorizedOperation':
    'This key may not do this. Ask the account’s administrator for the missing permission in Cloud Access Management (CAM).',
  UnauthorizedOperation:
    'This key may not do this. Ask the account’s administrator for the missing permission in Cloud Access Management (CAM).',

  RequestLimitExceeded:
    'The account sends more requests than the cloud allows. Wait a few seconds; other tools on the same account count too.',
  LimitExceeded:
    'A limit of the account is reached. Remove something no longer needed, or ask the cloud’s support to raise it.',
  'LimitExceeded.RateLimitExceeded':
    'The account sends more requests than the cloud allows. Wait a few seconds; other tools on the same account count too.',
  ResourceInsufficient: 'The cloud has no capacity for this at the moment. Try again later.',
  ResourceUnavailable:
    'The cloud cannot use this resource at the moment. Check its state in the console and try again.',

  InvalidAction: 'The address called does not know this action. Check the account’s site and the endpoint in Settings.',
  NoSuchVersion:
    'The address called does not know this version of the API. Check the account’s site and the endpoint in Settings.',
  UnsupportedRegion:
    'The service is not offered in this region. Check the account’s site and the endpoint in Settings.',
  UnsupportedProtocol: 'The cloud accepts only HTTPS here. Check the endpoint in Settings.',
  UnknownParameter:
    'The cloud does not know one of the fields sent. Check that the account’s site is right; if it is, report this.',
  MissingParameter: 'A required field is missing. Fill in all required fields and try again.',
  InvalidParameter: 'One of the fields is not acceptable to the cloud. The details name it.',
  'InvalidParameter.ArgsNotMatch':
    'The template’s name or another field is not acceptable. Use Chinese characters, letters, digits, “_” and “-” only.',
  'InvalidParameter.COSCustomFileNameError':
    'The file name pattern for screenshots is not valid. Use only the documented placeholders.',
  'InvalidParameter.CloudDomainIsStop':
    'The free domain provided by Tencent Cloud has expired. Use a domain of your own.',
  'InvalidParameter.ConfNotFound': 'The template no longer exists. Refresh the list and choose another.',
  'InvalidParameter.DomainAlreadyExist': 'This domain has already been added. Refresh the list.',
  'InvalidParameter.DomainFormatError': 'This is not a valid domain name. Check its spelling.',
  'InvalidParameter.DomainHitBlackList':
    'The cloud does not allow this domain. Ask the cloud’s support for the reason.',
  'InvalidParameter.DomainIsFamous':
    'This is a well-known domain, which may not be added without proof of ownership. Contact the cloud’s support.',
  'InvalidParameter.DomainIsLimited': 'The cloud has restricted this domain. Ask the cloud’s support for the reason.',
  'InvalidParameter.DomainTooLong': 'The domain name is too long. Use one of at most 45 characters.',
  'InvalidParameter.InvalidVodFileName':
    'The file name pattern for recordings is not valid. Use only the documented placeholders.',
  'InvalidParameter.MpHostDelete': 'The mini-program domain has been deleted. Choose another domain.',
  'InvalidParameter.MpPluginNoUse': 'The mini-program live plug-in is not activated. Activate it in the console first.',
  'InvalidParameter.UrlNotSafe':
    'The cloud does not accept a callback address: its host name does not resolve publicly, or is not reachable for the cloud. Use a public address.',
  InvalidParameterValue: 'The value of one of the fields is not acceptable. The details name it.',
  UnsupportedOperation: 'The account or the resource does not support this.',
  'UnsupportedOperation.NotLVBCodeMode':
    'The account still uses the old console mode, which has no templates. Switch to the new console first.',
  DryRunOperation: 'This was a trial run: it would have worked, and nothing was changed.',

  ResourceNotFound: 'What was asked for does not exist (any more). Refresh the list.',
  'ResourceNotFound.DomainNoRecord':
    'The domain has no ICP filing, which is required in mainland China. File it, or choose acceleration outside mainland China.',
  'ResourceNotFound.DomainNotExist': 'The domain does not exist in this account. Refresh the list.',
  'ResourceNotFound.EmptyData': 'There is nothing here yet.',
  'ResourceNotFound.ForbidService': 'The cloud has banned Live for this account. Contact the cloud’s support.',
  'ResourceNotFound.FreezeService':
    'The Live service of this account is frozen. Check the account’s balance and messages in the console.',
  'ResourceNotFound.InvalidUser': 'The account cannot use Live. Check in the console whether the service is activated.',
  'ResourceNotFound.StopService':
    'Live is stopped because the account is out of funds. Top up the account; the service then starts again.',
  'ResourceNotFound.UserDisableService':
    'Live was switched off for this account by its owner. Switch it on again in the console.',
  'ResourceNotFound.UserNotExist':
    'Live has never been activated for this account. Open the Live console once and activate the service.',

  FailedOperation: 'The cloud could not do this. Try again; if it goes on, give the request id to the cloud’s support.',
  'FailedOperation.CallOtherSvrFailed':
    'A service inside the cloud did not answer. Try again in a minute; if it goes on, give the request id to the cloud’s support.',
  'FailedOperation.ConfInUsed': 'The template is still bound to a domain. Unbind it there first.',
  'FailedOperation.CosBucketNotExist':
    'The storage bucket does not exist. Check its name (without the account number), region and owner.',
  'FailedOperation.CosBucketNotPermission':
    'Live may not write to this bucket. Check the bucket’s owner and permissions.',
  'FailedOperation.CosRoleNotExists':
    'Live is not yet authorised to store screenshots. Open “Screencapture & Porn Detection” in the console once and choose “Authorize now”.',
  'FailedOperation.DeleteDomainInLockedTime':
    'This domain was deleted a short while ago and cannot be added again yet. Try again later.',
  'FailedOperation.DomainAdded': 'This domain has already been added, perhaps by another account.',
  'FailedOperation.DomainGslbFail': 'The cloud could not set up DNS for this domain. Try again in a few minutes.',
  'FailedOperation.DomainNeedRealName':
    'The account’s real-name verification is outstanding. Complete it in the console.',
  'FailedOperation.DomainNeedVerifyOwner':
    'It must be proven that the domain is yours. Follow the ownership check in the console’s domain page.',
  'FailedOperation.HostOutLimit':
    'The account has reached its limit of 100 domains. Remove one that is no longer used.',
  'FailedOperation.NotFound': 'It is already gone. Refresh the list.',
  'FailedOperation.ParentDomainAdded': 'The parent of this domain has already been added, so this one cannot be.',
  'FailedOperation.RuleAlreadyExist':
    'This domain, app or stream already has a rule. Remove it first, then bind again.',
  'FailedOperation.SdkNoPackage': 'There is no valid traffic package for this domain. Buy one in the console.',
  'FailedOperation.SubDomainAdded': 'A subdomain of this domain has already been added, so this one cannot be.',

  InternalError:
    'The cloud had an internal error. Try again; if it goes on, give the request id to the cloud’s support.',
  'InternalError.ArgsNotMatch':
    'The fields do not fit together or hold characters that are not allowed. Check the name and the description.',
  'InternalError.CallOtherSvrError':
    'A service inside the cloud did not answer. Try again in a minute; if it goes on, give the request id to the cloud’s support.',
  'InternalError.ChineseCharacterDetected': 'The domain name holds Chinese characters. Use its ASCII (punycode) form.',
  'InternalError.ConfInUsed': 'The template is still bound to a domain. Unbind it there first.',
  'InternalError.ConfNotFound': 'The template no longer exists. Refresh the list and choose another.',
  'InternalError.ConfOutLimit':
    'The account has reached its limit of 50 templates. Delete one that is no longer bound.',
  'InternalError.ConfigNotExist': 'The configuration asked for does not exist. Refresh the list.',
  'InternalError.ConnectDbError':
    'The cloud could not reach its database. Try again in a minute; if it goes on, give the request id to the cloud’s support.',
  'InternalError.DBError':
    'The cloud’s database had an error. Try again in a minute; if it goes on, give the request id to the cloud’s support.',
  'InternalError.DomainAlreadyExist': 'This domain has already been added. Refresh the list.',
  'InternalError.DomainFormatError': 'This is not a valid domain name. Check its spelling.',
  'InternalError.DomainGslbFail': 'The cloud could not set up DNS for this domain. Try again in a few minutes.',
  'InternalError.DomainIsFamous':
    'This is a well-known domain, which may not be added without proof of ownership. Contact the cloud’s support.',
  'InternalError.DomainIsLimited': 'The cloud has restricted this domain. Ask the cloud’s support for the reason.',
  'InternalError.DomainNoRecord':
    'The domain has no ICP filing, which is required in mainland China. File it, or choose acceleration outside mainland China.',
  'InternalError.DomainNotExist': 'The domain does not exist in this account. Refresh the list.',
  'InternalError.DomainTooLong': 'The domain name is too long. Use one of at most 45 characters.',
  'InternalError.GetBizidError':
    'The cloud could not find the account’s Live data. Check in the console whether the service is activated.',
  'InternalError.GetStreamInfoError':
    'The cloud could not read the stream’s state. Check its name and try again in a minute.',
  'InternalError.GetUpstreamInfoError':
    'The cloud could not read where the stream is pushed. Check that it is on air and try again in a minute.',
  'InternalError.InvalidInput': 'One of the fields is not acceptable to the cloud. The details name it.',
  'InternalError.InvalidUser': 'The account cannot use Live. Check in the console whether the service is activated.',
  'InternalError.NetworkError': 'The cloud had a network error inside. Try again in a minute.',
  'InternalError.NotFound': 'The template no longer exists. Refresh the list.',
  'InternalError.NotPermmitOperat':
    'The stream’s state does not allow this. Refresh and check whether it is on air or banned.',
  'InternalError.RuleAlreadyExist': 'This domain, app or stream already has a rule. Remove it first, then bind again.',
  'InternalError.RuleInUsing': 'The template is still bound to a domain. Unbind it there first.',
  'InternalError.RuleNotFound': 'The binding is already gone. Refresh the list.',
  'InternalError.RuleOutLimit': 'The account has reached its limit of rules. Remove one that is no longer used.',
  'InternalError.StreamStatusError':
    'The stream’s state does not allow this. Refresh and check whether it is on air or banned.',
  'InternalError.UpdateDataError': 'The cloud could not store the change. Check what is in effect now, then try again.',
}

export default sentences
